package featureflags.load;

import featureflags.report.Table;
import java.util.List;
import java.util.Locale;

/// What was promised, and what was seen.
///
/// @param limit the promise
/// @param seen the figure that keeps or breaks it, as often as it was taken
record Goal(String what, Limit limit, Spread seen) {
  /// A promise about a figure.
  sealed interface Limit {
    /// No less than this.
    record AtLeast(double least) implements Limit {}

    /// No more than this.
    record AtMost(double most) implements Limit {}
  }

  /// What a goal comes to.
  enum Verdict {
    HOLDS("holds"),
    MISSED("**missed**"),
    /// The middle half of the rounds disagrees.
    UNCLEAR("unclear");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  static Goal atLeast(double least, String what, Spread seen) {
    return new Goal(what, new Limit.AtLeast(least), seen);
  }

  static Goal atMost(double most, String what, Spread seen) {
    return new Goal(what, new Limit.AtMost(most), seen);
  }

  Verdict verdict() {
    boolean low = holds(seen.low());
    boolean high = holds(seen.high());
    return low != high ? Verdict.UNCLEAR : low ? Verdict.HOLDS : Verdict.MISSED;
  }

  private boolean holds(double figure) {
    return switch (limit) {
      case Limit.AtLeast(double least) -> figure >= least;
      case Limit.AtMost(double most) -> figure <= most;
    };
  }

  /// All of them in a table.
  static String table(List<Goal> goals) {
    var table = Table.of("goal", "wanted", "seen", "");
    goals.forEach(goal ->
        table.row(
            goal.what,
            switch (goal.limit) {
              case Limit.AtLeast(double least) -> "≥ " + number(least);
              case Limit.AtMost(double most) -> "≤ " + number(most);
            },
            number(goal.seen.median()),
            goal.verdict().text));
    return table.toString();
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.2f" : "%,.0f", number);
  }
}
