package featureflags.load;

import featureflags.report.Table;
import java.util.List;
import java.util.Locale;

/// What was promised, and what was seen.
///
/// @param limit the promise
/// @param seen the figure that keeps or breaks it
record Goal(String what, Limit limit, double seen) {
  /// A promise about a figure.
  sealed interface Limit {
    /// No less than this.
    record AtLeast(double least) implements Limit {}

    /// No more than this.
    record AtMost(double most) implements Limit {}
  }

  static Goal atLeast(double least, String what, double seen) {
    return new Goal(what, new Limit.AtLeast(least), seen);
  }

  static Goal atMost(double most, String what, double seen) {
    return new Goal(what, new Limit.AtMost(most), seen);
  }

  boolean holds() {
    return switch (limit) {
      case Limit.AtLeast(double least) -> seen >= least;
      case Limit.AtMost(double most) -> seen <= most;
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
            number(goal.seen),
            goal.holds() ? "holds" : "**missed**"));
    return table.toString();
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.2f" : "%,.0f", number);
  }
}
