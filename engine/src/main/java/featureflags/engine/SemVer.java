package featureflags.engine;

/// Versions by the precedence of Semantic Versioning 2.0, compared where they stand in their texts,
/// without allocation. A leading `v` and a missing minor or patch number are taken; numbers have at
/// most 18 digits.
final class SemVer {
  /// How a text that is no version compares.
  static final int NO_VERSION = Integer.MIN_VALUE;

  private static final int MAX_DIGITS = 18;
  private static final SemVer ZERO = new SemVer("0");

  private final String text;
  private final long major;
  private final long minor;
  private final long patch;
  private final int preRelease;

  private SemVer(String text) {
    this.text = text;
    this.major = number(text, 0);
    this.minor = number(text, 1);
    this.patch = number(text, 2);
    this.preRelease = endOfCore(text);
  }

  /// The version that a text spells.
  ///
  /// @param text one that [#spells] a version
  static SemVer of(String text) {
    return new SemVer(text);
  }

  /// Whether the text is a version.
  static boolean spells(String text) {
    return ZERO.compare(text) != NO_VERSION;
  }

  /// How a text compares with this version: negative when it comes before, positive when behind, 0
  /// when neither, [#NO_VERSION] when it is none. It is read once, from left to right.
  int compare(String other) {
    int length = other.length();
    int at = start(other);
    int order = 0;
    for (int part = 0; part < 3; part++) {
      int from = at;
      long number = 0;
      for (; at < length; at++) {
        int digit = other.charAt(at) - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        number = number * 10 + digit;
      }
      boolean leadingZero = at - from > 1 && other.charAt(from) == '0';
      if (at == from || at - from > MAX_DIGITS || leadingZero) {
        return NO_VERSION;
      }
      if (order == 0) {
        order = Long.compare(number, core(part));
      }
      if (part == 2 || at == length || other.charAt(at) != '.') {
        order = order == 0 ? compareMissing(part + 1) : order;
        return at == length && order != 0 ? order : compareRest(other, at, order);
      }
      at++;
    }
    return NO_VERSION;
  }

  private long core(int part) {
    return part == 0 ? major : part == 1 ? minor : patch;
  }

  /// How numbers that are not there, and count as 0, compare from this one on.
  private int compareMissing(int part) {
    return (part <= 1 && minor > 0) || (part <= 2 && patch > 0) ? -1 : 0;
  }

  /// Reads what follows the numbers.
  private int compareRest(String other, int from, int order) {
    int end = from;
    if (end < other.length() && other.charAt(end) == '-') {
      end = endOfIdentifiers(other, end + 1, true);
    }
    if (end >= 0 && end < other.length() && other.charAt(end) == '+') {
      end = endOfIdentifiers(other, end + 1, false);
    }
    if (end != other.length()) {
      return NO_VERSION;
    }
    return order == 0 ? comparePreReleases(other, from) : order;
  }

  /// A version with a pre-release precedes the one without.
  private int comparePreReleases(String other, int at) {
    boolean theirs = at < other.length() && other.charAt(at) == '-';
    boolean ours = preRelease < text.length() && text.charAt(preRelease) == '-';
    if (!theirs || !ours) {
      return Boolean.compare(ours, theirs);
    }
    int i = at + 1;
    int j = preRelease + 1;
    while (true) {
      int endI = endOfIdentifier(other, i);
      int endJ = endOfIdentifier(text, j);
      int order = compareIdentifiers(other, i, endI, text, j, endJ);
      if (order != 0) {
        return order;
      }
      boolean more = endI < other.length() && other.charAt(endI) == '.';
      boolean moreOfOurs = endJ < text.length() && text.charAt(endJ) == '.';
      if (!more || !moreOfOurs) {
        return Boolean.compare(more, moreOfOurs);
      }
      i = endI + 1;
      j = endJ + 1;
    }
  }

  /// Numbers by their size and before all others; others by their ASCII.
  private static int compareIdentifiers(String a, int i, int endI, String b, int j, int endJ) {
    boolean numeric = isNumeric(a, i, endI);
    if (numeric != isNumeric(b, j, endJ)) {
      return numeric ? -1 : 1;
    }
    if (numeric && endI - i != endJ - j) {
      return Integer.compare(endI - i, endJ - j); // no leading zeros: the longer is the larger
    }
    while (i < endI && j < endJ) {
      int order = a.charAt(i++) - b.charAt(j++);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(endI - i, endJ - j);
  }

  /// Where the numbers of a version end.
  private static int endOfCore(String text) {
    int at = start(text);
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    return at;
  }

  private static int start(String text) {
    return !text.isEmpty() && (text.charAt(0) == 'v' || text.charAt(0) == 'V') ? 1 : 0;
  }

  /// The first, second or third number of a version; 0 where it is missing.
  private static long number(String text, int part) {
    int at = start(text);
    for (int i = 0; i < part; i++) {
      at = digits(text, at);
      if (at == text.length() || text.charAt(at) != '.') {
        return 0;
      }
      at++;
    }
    long number = 0;
    for (; at < text.length() && isDigit(text.charAt(at)); at++) {
      number = number * 10 + (text.charAt(at) - '0');
    }
    return number;
  }

  /// The end of identifiers with dots between them; −1 when one is empty, or is a number of a
  /// pre-release with a leading zero.
  private static int endOfIdentifiers(String text, int from, boolean ofPreRelease) {
    int at = from;
    while (true) {
      int end = endOfIdentifier(text, at);
      boolean leadingZero = end - at > 1 && text.charAt(at) == '0' && isNumeric(text, at, end);
      if (end == at || (ofPreRelease && leadingZero)) {
        return -1;
      }
      if (end == text.length() || text.charAt(end) != '.') {
        return end;
      }
      at = end + 1;
    }
  }

  private static int endOfIdentifier(String text, int from) {
    int at = from;
    while (at < text.length() && belongsToIdentifier(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean belongsToIdentifier(char c) {
    return isDigit(c) || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNumeric(String text, int from, int to) {
    return digits(text, from) >= to;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
