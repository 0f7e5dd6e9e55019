package featureflags.engine;

/// JSON's grammar of numbers: `-? digits (. digits)? ([eE] [+-]? digits)?`, leading zeros allowed.
///
/// Narrower than [Double#parseDouble], which also takes `0x1p3`, `1d`, `NaN` and white space.
final class NumericText {
  /// Every power of ten that a double has exactly.
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /// So many digits that every number of them is exact in a double.
  private static final int EXACT_DIGITS = 15;

  private NumericText() {}

  static boolean spellsNumber(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int end = digits(text, at);
    if (end == at) {
      return false;
    }
    if (end < text.length() && text.charAt(end) == '.') {
      at = end + 1;
      end = digits(text, at);
      if (end == at) {
        return false;
      }
    }
    return end == text.length() || spellsExponent(text, end);
  }

  private static boolean spellsExponent(String text, int at) {
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    int start = at + 1;
    if (start < text.length() && (text.charAt(start) == '+' || text.charAt(start) == '-')) {
      start++;
    }
    int end = digits(text, start);
    return end > start && end == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /// The double next to the number that the text spells; NaN when it spells none or one out of
  /// range.
  ///
  /// A number of up to 15 digits without an exponent is the quotient of two exact doubles, rounded
  /// once (William Clinger, 1990), and costs no allocation; others go through the JDK.
  static double parse(String text) {
    boolean negative = text.startsWith("-");
    long digits = 0;
    int count = 0;
    int point = -1;
    for (int i = negative ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && count < EXACT_DIGITS) {
        digits = digits * 10 + (c - '0');
        count++;
      } else if (c == '.' && point < 0 && count > 0) {
        point = count;
      } else {
        return parseAny(text);
      }
    }
    if (count == 0 || point == count) {
      return Double.NaN;
    }
    double number = point < 0 ? digits : digits / POWERS[count - point];
    return negative ? -number : number;
  }

  private static double parseAny(String text) {
    if (!spellsNumber(text)) {
      return Double.NaN;
    }
    double number = Double.parseDouble(text);
    return Double.isInfinite(number) ? Double.NaN : number;
  }

  /// Whether the text spells a whole number that fits 64 bits, without a sign but `-`.
  static boolean spellsWhole(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int end = digits(text, start);
    if (end == start || end != text.length() || end - start > 19) {
      return false;
    }
    return end - start < 19 || fits(text, start);
  }

  private static boolean fits(String text, int start) {
    String limit = start == 0 ? "9223372036854775807" : "9223372036854775808";
    for (int i = 0; i < limit.length(); i++) {
      int order = text.charAt(start + i) - limit.charAt(i);
      if (order != 0) {
        return order < 0;
      }
    }
    return true;
  }

  /// The number of a text that [#spellsWhole].
  static long whole(String text) {
    boolean negative = text.startsWith("-");
    long number = 0;
    for (int i = negative ? 1 : 0; i < text.length(); i++) {
      number = number * 10 - (text.charAt(i) - '0'); // below zero, where there is one more
    }
    return negative ? number : -number;
  }
}
