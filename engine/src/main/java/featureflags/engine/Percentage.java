package featureflags.engine;

/// A share of all subjects, exact to three decimals of a percent.
///
/// @param thousandths of a percent, 0 (nobody) to 100,000 (everybody)
public record Percentage(int thousandths) {
  /// Nobody.
  public static final Percentage NOBODY = new Percentage(0);

  /// Everybody, also those without a key.
  public static final Percentage EVERYBODY = new Percentage(Slot.COUNT);

  /// @throws IllegalArgumentException when out of range
  public Percentage {
    if (thousandths < 0 || thousandths > Slot.COUNT) {
      throw new IllegalArgumentException(
          "%d thousandths of a percent are not within 0 to %d".formatted(thousandths, Slot.COUNT));
    }
  }
}
