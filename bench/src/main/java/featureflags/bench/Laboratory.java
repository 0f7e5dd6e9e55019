package featureflags.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Measures trials in turn, round after round, each time in a fresh JVM: what slows the machine for
/// a while slows neighbours alike, not one side of a comparison.
final class Laboratory {
  /// As the services are started.
  private static final String[] JVM = {
    "-Xms1g",
    "-Xmx4g",
    "-XX:+UseG1GC",
    "-XX:+UseCompactObjectHeaders",
    "--sun-misc-unsafe-memory-access=allow"
  };

  private final Pace pace;

  Laboratory(Pace pace) {
    this.pace = pace;
  }

  /// The figures of each trial.
  Map<Trial, Figures> measure(List<Trial> trials) {
    return measure(trials, pace.iterations(), pace.iterations());
  }

  /// The figures of each trial's very first run in a JVM.
  Map<Trial, Figures> measureCold(List<Trial> trials) {
    return measure(trials, 0, 1);
  }

  private Map<Trial, Figures> measure(List<Trial> trials, int warmups, int iterations) {
    var results = new LinkedHashMap<Trial, List<IterationResult>>();
    for (int round = 1; round <= pace.rounds(); round++) {
      for (Trial trial : trials) {
        List<IterationResult> ran = run(trial, warmups, iterations);
        System.err.printf("round %d of %d: %s: %s%n", round, pace.rounds(), trial, figures(ran));
        results.computeIfAbsent(trial, _ -> new ArrayList<>()).addAll(ran);
      }
    }
    var figures = new LinkedHashMap<Trial, Figures>();
    results.forEach((trial, all) -> figures.put(trial, figures(all)));
    return figures;
  }

  private static Figures figures(List<IterationResult> iterations) {
    return Figures.of(
        iterations.stream().map(Laboratory::clock).toList(),
        iterations.stream().map(each -> secondary(each, CpuTime.NAME)).toList(),
        iterations.stream().map(each -> secondary(each, "gc.alloc.rate.norm")).toList());
  }

  private List<IterationResult> run(Trial trial, int warmups, int iterations) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^featureflags\\.bench\\." + trial.benchmark().replace(".", "\\.") + "$")
            .forks(1)
            .threads(trial.threads())
            .warmupIterations(warmups)
            .warmupTime(TimeValue.milliseconds(pace.each().toMillis()))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(pace.each().toMillis()))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .jvmArgs(JVM)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    trial.parameters().forEach(options::param);
    try {
      return new Runner(options.build())
          .runSingle().getBenchmarkResults().stream()
              .flatMap(each -> each.getIterationResults().stream())
              .toList();
    } catch (RunnerException e) {
      throw new IllegalStateException(trial + " could not be measured", e);
    }
  }

  private static double clock(IterationResult iteration) {
    return iteration.getPrimaryResult().getScore();
  }

  private static double secondary(IterationResult iteration, String name) {
    Result<?> result = iteration.getSecondaryResults().get(name);
    return result == null ? Double.NaN : result.getScore();
  }
}
