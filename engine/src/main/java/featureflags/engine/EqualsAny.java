package featureflags.engine;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Membership in a list of canonical scalars, decided without making a canonical text of the
/// attribute: each type of attribute is looked up among the values that it can equal.
final class EqualsAny implements Comparison {
  private static final long[] NO_WHOLES = {};
  private static final double[] NO_DECIMALS = {};

  private final TextSet texts;
  private final long[] wholes;
  private final double[] decimals;

  private EqualsAny(TextSet texts, long[] wholes, double[] decimals) {
    this.texts = texts;
    this.wholes = wholes;
    this.decimals = decimals;
  }

  static EqualsAny of(List<Value> values) {
    var texts = new HashSet<String>();
    var wholes = new TreeSet<Long>();
    var decimals = new TreeSet<Double>();
    for (Value value : values) {
      String text = Scalar.canonical(value);
      if (text == null) {
        continue;
      }
      texts.add(text);
      if (NumericText.spellsNumber(text)) {
        addNumber(text, wholes, decimals);
      }
    }
    return new EqualsAny(
        TextSet.of(texts),
        wholes.isEmpty() ? NO_WHOLES : wholes.stream().mapToLong(Long::longValue).toArray(),
        decimals.isEmpty()
            ? NO_DECIMALS
            : decimals.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// Adds the numbers that have this canonical text, if there are any: "5" has, "5.0" has not, and
  /// beyond 2^53 a whole number and a decimal next to it differ in theirs.
  private static void addNumber(String text, Set<Long> wholes, Set<Double> decimals) {
    if (text.length() <= 20 && isWhole(text)) {
      var exact = new BigInteger(text);
      if (exact.bitLength() < Long.SIZE && exact.toString().equals(text)) {
        wholes.add(exact.longValue());
      }
    }
    double number = Double.parseDouble(text);
    if (Double.isFinite(number) && Scalar.canonical(number).equals(text)) {
      decimals.add(number);
    }
  }

  private static boolean isWhole(String text) {
    return text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
  }

  @Override
  public boolean holds(Value scalar) {
    // Texts first: most attributes are, and a switch over all types is too large to be inlined.
    return scalar instanceof Value.Text(String text)
        ? texts.contains(text)
        : holdsOfAnyType(scalar);
  }

  private boolean holdsOfAnyType(Value scalar) {
    return switch (scalar) {
      case Value.Text(String text) -> texts.contains(text);
      case Value.Bool(boolean bool) -> texts.contains(bool ? "true" : "false");
      case Value.Whole(long number) -> contains(number);
      case Value.Decimal(double number) -> contains(number);
      case Value.Items _, Value.Structure _, Value.Nothing _ -> false;
    };
  }

  private boolean contains(double number) {
    return Arrays.binarySearch(decimals, number + 0.0) >= 0; // makes -0.0 the 0.0 it is equal to
  }

  private boolean contains(long number) {
    return Arrays.binarySearch(wholes, number) >= 0;
  }
}
