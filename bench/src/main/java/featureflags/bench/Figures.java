package featureflags.bench;

import java.util.Arrays;
import java.util.List;

/// What was measured of one trial: medians of all iterations in all JVMs.
///
/// @param clock the time of one operation, in the benchmark's unit
/// @param nanos the processor's time of one operation
/// @param bytes that one operation allocates
record Figures(double clock, double nanos, double bytes) {
  static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN);

  static Figures of(List<Double> clock, List<Double> nanos, List<Double> bytes) {
    return new Figures(median(clock), median(nanos), median(bytes));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
