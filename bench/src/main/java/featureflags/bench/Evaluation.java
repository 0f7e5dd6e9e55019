package featureflags.bench;

import featureflags.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The time of an evaluation, beside the same by hand and, when asked for, beside a rival.
final class Evaluation implements Topic {
  private static final Trial MIXED = new Trial("MixedBenchmark.ours", Map.of(), 1);
  private static final Trial MIXED_LIMIT = new Trial("MixedBenchmark.limit", Map.of(), 1);

  private final boolean rivals;

  Evaluation(boolean rivals) {
    this.rivals = rivals;
  }

  @Override
  public String report(Laboratory laboratory) {
    Map<Trial, Figures> figures = laboratory.measure(trials());
    var table =
        Table.of(
            "scenario",
            "ours, ns",
            "by hand, ns",
            "ratio",
            "ours, B",
            "ours, two threads",
            "by hand, two threads");
    for (Scenario scenario : Scenario.values()) {
      table.row(
          row(scenario.title(), Side.OURS.trial(scenario), Side.LIMIT.trial(scenario), figures));
    }
    table.row(row("all six in turn, each", MIXED, MIXED_LIMIT, figures));
    double ratio =
        mean(scenario -> time(Side.OURS, scenario, figures) / time(Side.LIMIT, scenario, figures));
    String summary = "Geometric mean of the six ratios: %s.\n".formatted(Table.factor(ratio));
    return table + "\n" + summary + (rivals ? "\n" + rivals(figures) : "");
  }

  private List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    for (Scenario scenario : Scenario.values()) {
      for (int threads = 1; threads <= 2; threads++) {
        trials.add(Side.OURS.trial(scenario).on(threads));
        trials.add(Side.LIMIT.trial(scenario).on(threads));
      }
      if (rivals) {
        trials.add(Side.LAUNCH_DARKLY.trial(scenario));
      }
    }
    for (int threads = 1; threads <= 2; threads++) {
      trials.add(MIXED.on(threads));
      trials.add(MIXED_LIMIT.on(threads));
    }
    return trials;
  }

  private static Object[] row(String title, Trial ours, Trial limit, Map<Trial, Figures> figures) {
    Figures mine = of(ours, figures);
    Figures hand = of(limit, figures);
    return new Object[] {
      title,
      Table.decimal(mine.nanos()),
      Table.decimal(hand.nanos()),
      Table.factor(mine.nanos() / hand.nanos()),
      Table.bytes(mine.bytes()),
      Table.factor(of(ours.on(2), figures).nanos() / mine.nanos()),
      Table.factor(of(limit.on(2), figures).nanos() / hand.nanos())
    };
  }

  private static String rivals(Map<Trial, Figures> figures) {
    var table = Table.of("scenario", "LaunchDarkly, ns", "B", "times ours");
    for (Scenario scenario : Scenario.values()) {
      Figures rival = of(Side.LAUNCH_DARKLY.trial(scenario), figures);
      table.row(
          scenario.title(),
          Table.decimal(rival.nanos()),
          Table.bytes(rival.bytes()),
          Table.factor(rival.nanos() / time(Side.OURS, scenario, figures)));
    }
    double faster =
        mean(scenario ->
            time(Side.LAUNCH_DARKLY, scenario, figures) / time(Side.OURS, scenario, figures));
    return table + "\nGeometric mean: ours is %s times as fast.\n".formatted(Table.decimal(faster));
  }

  private static double time(Side side, Scenario scenario, Map<Trial, Figures> figures) {
    return of(side.trial(scenario), figures).nanos();
  }

  private static Figures of(Trial trial, Map<Trial, Figures> figures) {
    Figures found = figures.get(trial);
    if (found == null) {
      throw new IllegalStateException(trial + " was not measured");
    }
    return found;
  }

  private static double mean(ToDoubleFunction<Scenario> factor) {
    return Math.exp(
        Arrays.stream(Scenario.values())
            .mapToDouble(scenario -> Math.log(factor.applyAsDouble(scenario)))
            .average()
            .orElseThrow());
  }
}
