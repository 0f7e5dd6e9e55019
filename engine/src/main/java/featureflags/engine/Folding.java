package featureflags.engine;

/// Upper and lower case taken as one, as [String#equalsIgnoreCase] does it with well-formed texts:
/// each character through its upper to its lower case. A lone surrogate is only like itself.
/// Nothing is allocated.
///
/// The cases of a letter beyond the first plane share their first UTF-16 unit, so folding changes
/// the second alone, and every unit has one folded unit.
final class Folding {
  private Folding() {}

  static char fold(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /// The folded unit at a place, of a letter that does not begin before the start.
  private static char fold(String text, int start, int at) {
    char c = text.charAt(at);
    return Character.isLowSurrogate(c)
            && at > start
            && Character.isHighSurrogate(text.charAt(at - 1))
        ? folded(Character.toCodePoint(text.charAt(at - 1), c))
        : fold(c);
  }

  private static char folded(int codePoint) {
    return Character.lowSurrogate(Character.toLowerCase(Character.toUpperCase(codePoint)));
  }

  static String fold(String text) {
    var folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(fold(text, 0, i));
    }
    return folded.toString();
  }

  /// The hash that the folded text has.
  static int hash(String text) {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + fold(text, 0, i);
    }
    return hash;
  }

  /// Whether the text, folded, is this one.
  static boolean equal(String text, String folded) {
    return text.length() == folded.length() && startsAt(text, 0, folded);
  }

  static boolean startsWith(String text, String folded) {
    return text.length() >= folded.length() && startsAt(text, 0, folded);
  }

  static boolean endsWith(String text, String folded) {
    int start = text.length() - folded.length();
    return start >= 0 && startsAt(text, start, folded);
  }

  static boolean contains(String text, String folded) {
    for (int start = 0; start <= text.length() - folded.length(); start++) {
      if (startsAt(text, start, folded)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsAt(String text, int start, String folded) {
    for (int i = 0; i < folded.length(); i++) {
      if (fold(text, start, start + i) != folded.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
