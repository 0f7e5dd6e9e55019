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

  /// The text with its control characters escaped and all else as it is.
  static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      appendVisible(line, text.charAt(i));
    }
    return line.toString();
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      default -> appendVisible(quoted, c);
    }
  }

  private static void appendVisible(StringBuilder line, char c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (isHidden(c)) {
          line.append("\\u").append(HEX.toHexDigits(c));
        } else {
          line.append(c);
        }
      }
    }
  }

  /// Line and paragraph separators end a line in some viewers; format signs can hide text.
  private static boolean isHidden(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.FORMAT;
  }
}
