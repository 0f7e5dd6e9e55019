package featureflags.engine;

/// Reads IPv4 and IPv6 addresses as 128 bits, without allocation. An IPv4 address is the IPv6 one
/// that it maps to (RFC 4291 §2.5.5.2): `10.0.0.1` is `::ffff:10.0.0.1`.
final class IpText {
  /// The upper 32 bits of the lower half of every IPv4 address.
  static final long IPV4 = 0xffffL << 32;

  private static final int GROUPS = 8;

  private IpText() {}

  /// Whether the text is an address. Octets have no leading zeros; zones (`%eth0`) are not taken.
  static boolean spells(String text) {
    return text.indexOf(':') < 0 ? spellsIpv4(text, 0) : groups(text) >= 0;
  }

  /// The upper 64 bits of a text that [#spells] an address.
  static long high(String text) {
    return text.indexOf(':') < 0 ? 0 : half(text, 0);
  }

  /// The lower 64 bits of a text that [#spells] an address.
  static long low(String text) {
    return text.indexOf(':') < 0 ? IPV4 | ipv4(text, 0) : half(text, GROUPS / 2);
  }

  private static boolean spellsIpv4(String text, int from) {
    int at = from;
    for (int octet = 0; octet < 4; octet++) {
      int start = at;
      int number = 0;
      while (at < text.length() && isDigit(text.charAt(at)) && at - start < 4) {
        number = number * 10 + (text.charAt(at++) - '0');
      }
      boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
      if (at == start || number > 255 || leadingZero) {
        return false;
      }
      if (octet < 3 && (at == text.length() || text.charAt(at++) != '.')) {
        return false;
      }
    }
    return at == text.length();
  }

  private static long ipv4(String text, int from) {
    long bits = 0;
    int octet = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        bits = bits << 8 | octet;
        octet = 0;
      } else {
        octet = octet * 10 + (c - '0');
      }
    }
    return bits << 8 | octet;
  }

  /// How many groups of 16 bits are written; −1 when the text is no IPv6 address.
  private static int groups(String text) {
    int gap = text.indexOf("::");
    boolean startsRight = text.charAt(0) != ':' || gap == 0;
    boolean endsRight =
        text.charAt(text.length() - 1) != ':' || (gap >= 0 && gap == text.length() - 2);
    if (!startsRight || !endsRight || (gap >= 0 && text.indexOf("::", gap + 1) >= 0)) {
      return -1;
    }
    int groups = 0;
    int at = 0;
    while (at < text.length() && groups >= 0) {
      int end = endOfGroup(text, at);
      if (end < text.length() && text.charAt(end) == '.') {
        groups = spellsIpv4(text, at) ? groups + 2 : -1;
        break;
      }
      groups = isGroup(text, at, end) ? groups + (end > at ? 1 : 0) : -1;
      at = end + 1;
    }
    boolean fits = gap >= 0 ? groups < GROUPS : groups == GROUPS;
    return fits ? groups : -1;
  }

  /// Up to four hexadecimal digits; none where the gap is.
  private static boolean isGroup(String text, int from, int to) {
    return to - from <= 4 && (to == text.length() || text.charAt(to) == ':');
  }

  private static int endOfGroup(String text, int from) {
    int at = from;
    while (at < text.length()
        && Character.digit(text.charAt(at), 16) >= 0
        && text.charAt(at) < 128) {
      at++;
    }
    return at;
  }

  /// Four groups from one on.
  private static long half(String text, int first) {
    int missing = GROUPS - groups(text);
    int gap = text.indexOf("::");
    long bits = 0;
    int group = 0;
    int at = 0;
    while (at < text.length()) {
      if (gap >= 0 && at == (gap == 0 ? 0 : gap + 1)) {
        group += missing; // behind the group before the gap and its colon, if there is one
        at = gap + 2;
        gap = -1;
        continue;
      }
      int end = endOfGroup(text, at);
      if (end < text.length() && text.charAt(end) == '.') {
        long ipv4 = ipv4(text, at);
        bits |= placed(ipv4 >>> 16, group - first) | placed(ipv4 & 0xffff, group + 1 - first);
        break;
      }
      bits |= placed(end > at ? Integer.parseInt(text, at, end, 16) : 0, group - first);
      group++;
      at = end + 1;
    }
    return bits;
  }

  private static long placed(long group, int index) {
    return index < 0 || index > 3 ? 0 : group << (16 * (3 - index));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
