package featureflags.engine;

/// JSON's grammar of numbers: `-? digits (. digits)? ([eE] [+-]? digits)?`, leading zeros allowed.
///
/// Narrower than [Double#parseDouble], which also takes `0x1p3`, `1d`, `NaN` and white space.
final class NumericText {
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
}
