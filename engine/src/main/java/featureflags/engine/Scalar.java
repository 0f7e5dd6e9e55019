package featureflags.engine;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What makes two scalars of different types the same: 5 = 5.0 = "5", true = "true".
final class Scalar {
  private Scalar() {}

  /// The one text of a scalar; null for a list, a structure and nothing.
  static @Nullable String canonical(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Bool(boolean bool) -> Boolean.toString(bool);
      case Value.Whole(long number) -> Long.toString(number);
      case Value.Decimal(double number) -> canonical(number);
      case Value.Items _, Value.Structure _, Value.Nothing _ -> null;
    };
  }

  /// The shortest plain decimal that reads back as the number, without trailing zeros.
  static String canonical(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /// The number that a scalar is or that its text spells in JSON's grammar; NaN for any other.
  static double number(Value value) {
    // Whole numbers first: a switch over all types is too large to be inlined.
    return value instanceof Value.Whole(long number) ? number : numberOfAnyType(value);
  }

  private static double numberOfAnyType(Value value) {
    return switch (value) {
      case Value.Whole(long number) -> number;
      case Value.Decimal(double number) -> number;
      case Value.Text(String text) -> NumericText.parse(text);
      case Value.Bool _, Value.Items _, Value.Structure _, Value.Nothing _ -> Double.NaN;
    };
  }
}
