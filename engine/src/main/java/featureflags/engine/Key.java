package featureflags.engine;

/// The rule that every key of a flag, variant, project or environment keeps:
/// `[A-Za-z0-9][A-Za-z0-9._-]{0,127}`.
public final class Key {
  /// The longest key, in characters.
  public static final int MAX_LENGTH = 128;

  private Key() {}

  /// Whether the text is a key.
  public static boolean valid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !alphanumeric(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!alphanumeric(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /// The key itself.
  ///
  /// @throws IllegalArgumentException when it is none, quoting it
  static String checked(String what, String key) {
    if (!valid(key)) {
      throw new IllegalArgumentException("%s '%s' is not a key".formatted(what, key));
    }
    return key;
  }

  private static boolean alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
