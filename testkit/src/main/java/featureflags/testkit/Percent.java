package featureflags.testkit;

import featureflags.engine.Percentage;
import featureflags.engine.Slot;

/// Percentages as people write them.
public final class Percent {
  private Percent() {}

  /// The percentage of a number from 0 to 100, rounded to three decimals.
  public static Percentage of(double percent) {
    return new Percentage((int) Math.round(percent * Slot.COUNT / 100));
  }
}
