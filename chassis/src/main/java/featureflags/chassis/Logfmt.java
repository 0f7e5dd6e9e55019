package featureflags.chassis;

import java.util.HexFormat;

/// A value in a line of `key=value` pairs.
final class Logfmt {
  private static final HexFormat HEX = HexFormat.of();

  private Logfmt() {}

  /// The value as it stands where it is plain, else in quotes with its control characters escaped.
  static String value(String text) {
    if (!text.isEmpty() && text.chars().allMatch(Logfmt::isPlain)) {
      return text;
    }
    StringBuilder quoted = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      append(quoted, text.charAt(i));
    }
    return quoted.append('"').toString();
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\';
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        // Line and paragraph separators end a line in some viewers; format signs can hide text.
        int type = Character.getType(c);
        boolean hidden =
            Character.isISOControl(c)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.FORMAT;
        if (hidden) {
          quoted.append("\\u").append(HEX.toHexDigits(c));
        } else {
          quoted.append(c);
        }
      }
    }
  }
}
