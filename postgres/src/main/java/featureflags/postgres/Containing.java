package featureflags.postgres;

/// The pattern that `LIKE` finds a text by, wherever it stands.
final class Containing {
  private Containing() {}

  static String pattern(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
