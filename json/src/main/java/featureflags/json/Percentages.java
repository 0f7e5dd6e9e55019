package featureflags.json;

import featureflags.engine.Percentage;
import featureflags.engine.Slot;
import featureflags.engine.Value;
import java.math.BigDecimal;

/// A percentage as a number from 0 to 100 with at most three decimals.
final class Percentages {
  private static final BigDecimal PER_PERCENT = BigDecimal.valueOf(Slot.COUNT / 100);

  private Percentages() {}

  static Percentage read(Fields fields, String name, Percentage otherwise) {
    return switch (fields.value(name)) {
      case Value.Nothing() -> otherwise;
      case Value.Whole(long number) -> read(fields, name, BigDecimal.valueOf(number));
      case Value.Decimal(double number) -> read(fields, name, BigDecimal.valueOf(number));
      case Value other ->
          fields.wrong(
              name, "must be a number from 0 to 100, not " + Fields.kind(other), otherwise);
    };
  }

  private static Percentage read(Fields fields, String name, BigDecimal percent) {
    if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
      return fields.wrong(
          name, percent.toPlainString() + " is not within 0 to 100", Percentage.NOBODY);
    }
    BigDecimal thousandths = percent.multiply(PER_PERCENT).stripTrailingZeros();
    if (thousandths.scale() > 0) {
      return fields.wrong(
          name, percent.toPlainString() + " has more than three decimals", Percentage.NOBODY);
    }
    return new Percentage(thousandths.intValueExact());
  }

  static Value write(Percentage percentage) {
    int perPercent = PER_PERCENT.intValueExact();
    return percentage.thousandths() % perPercent == 0
        ? new Value.Whole(percentage.thousandths() / perPercent)
        : new Value.Decimal(
            BigDecimal.valueOf(percentage.thousandths()).divide(PER_PERCENT).doubleValue());
  }
}
