package featureflags.bench;

import java.util.Map;

/// [Scenario#VERSION], by hand.
final class LimitVersion implements Limit {
  private static final Answer ON = new Answer("on", "TARGETING_RULE", "r1");
  private static final Answer OFF = new Answer("off", "DEFAULT", "");

  @Override
  public Answer evaluate(Map<String, Object> context) {
    return context.get("appVersion") instanceof String version
            && isAtLeast240(version)
            && context.get("seats") instanceof Long seats
            && seats > 10
        ? ON
        : OFF;
  }

  /// Whether a text of three numbers, perhaps with a pre-release of letters, digits, hyphens and
  /// dots, is 2.4.0 or later.
  private static boolean isAtLeast240(String text) {
    int length = text.length();
    int at = 0;
    int parts = 0;
    long order = 0; // of the numbers so far
    while (true) {
      long number = 0;
      int start = at;
      for (; at < length; at++) {
        int digit = text.charAt(at) - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        number = number * 10 + digit;
      }
      if (at == start) {
        return false;
      }
      if (order == 0) {
        order = number - (parts == 0 ? 2 : parts == 1 ? 4 : 0);
      }
      if (++parts == 3) {
        break;
      }
      if (at == length || text.charAt(at++) != '.') {
        return false;
      }
    }
    if (at == length) {
      return order >= 0;
    }
    return text.charAt(at) == '-' && spellsPreRelease(text, at + 1) && order > 0;
  }

  private static boolean spellsPreRelease(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
      if (!fits) {
        return false;
      }
    }
    return from < text.length();
  }
}
