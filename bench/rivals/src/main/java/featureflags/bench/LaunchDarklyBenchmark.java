package featureflags.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// One evaluation of one flag of a thousand by LaunchDarkly's server SDK, reason and all.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LaunchDarklyBenchmark {
  /// By the SDK.
  @Benchmark
  public Object rival(LaunchDarkly rival, EvaluationBenchmark.Asked asked, Turn turn) {
    return rival.evaluate(asked.key(), turn.next());
  }
}
