package featureflags.load;

import java.util.Arrays;
import java.util.Locale;

/// A figure that was taken several times.
///
/// @param low a quarter of them lie below
/// @param high a quarter of them lie above
record Spread(double least, double low, double median, double high, double most) {
  /// @throws IllegalArgumentException when it was never taken
  static Spread of(double... figures) {
    if (figures.length == 0) {
      throw new IllegalArgumentException("no figure");
    }
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(
        sorted[0],
        sorted[sorted.length / 4],
        median,
        sorted[sorted.length - 1 - sorted.length / 4],
        sorted[sorted.length - 1]);
  }

  /// How many times the other's median its own is.
  double dividedBy(Spread other) {
    return median / other.median;
  }

  /// The median with the extremes behind it, in this format.
  String text(String format) {
    String numbers = "%s (%s–%s)".formatted(format, format, format);
    return String.format(Locale.ROOT, numbers, median, least, most);
  }
}
