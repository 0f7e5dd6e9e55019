package featureflags.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole number that leaves a certain remainder, 0 or more also for a negative number.
final class Remainder implements Comparison {
  private static final double FIRST_BEYOND = 0x1p63;

  private final long divisor;
  private final long remainder;

  private Remainder(long divisor, long remainder) {
    this.divisor = divisor;
    this.remainder = remainder;
  }

  static Remainder of(List<Value> values) {
    return new Remainder(number(values.get(0)), number(values.get(1)));
  }

  static @Nullable String flaw(Value value) {
    return isWhole(value) ? null : "this operator takes whole numbers: [divisor, remainder]";
  }

  static @Nullable String flaw(List<Value> values) {
    if (values.size() != 2) {
      return "takes two values, [divisor, remainder], not %d".formatted(values.size());
    }
    long divisor = number(values.get(0));
    long remainder = number(values.get(1));
    return divisor < 1 || remainder < 0 || remainder >= divisor
        ? "has the divisor %d and the remainder %d; a divisor is at least 1, and a remainder from 0 to below it"
            .formatted(divisor, remainder)
        : null;
  }

  @Override
  public boolean holds(Value scalar) {
    return isWhole(scalar) && Math.floorMod(number(scalar), divisor) == remainder;
  }

  private static boolean isWhole(Value value) {
    return switch (value) {
      case Value.Whole _ -> true;
      case Value.Decimal(double number) ->
          number == Math.rint(number) && number >= -FIRST_BEYOND && number < FIRST_BEYOND;
      case Value.Text(String text) -> NumericText.spellsWhole(text);
      case Value.Bool _, Value.Items _, Value.Structure _, Value.Nothing _ -> false;
    };
  }

  private static long number(Value value) {
    return switch (value) {
      case Value.Whole(long number) -> number;
      case Value.Decimal(double number) -> (long) number;
      case Value.Text(String text) -> NumericText.whole(text);
      case Value.Bool _, Value.Items _, Value.Structure _, Value.Nothing _ -> 0;
    };
  }
}
