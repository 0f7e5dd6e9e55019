package featureflags.testkit;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.List;

/// The words that random flags and random contexts share, so that tests often hold: attributes by
/// plain name, by a name with dots in it, and by path; and values for them.
final class Vocabulary {
  /// What a context may have on its first level.
  static final List<String> FIRST_LEVEL =
      List.of("plan", "country", "age", "roles", "app.version", "beta", "companyId", "🤗~/x");

  /// The object that paths lead into, and its fields.
  static final String OBJECT = "app";

  static final List<String> SECOND_LEVEL = List.of("version", "build", "tags");

  /// What a flag may ask for.
  static final List<String> ASKED =
      List.of(
          "plan",
          "country",
          "age",
          "roles",
          "app.version",
          "app.build",
          "app.tags",
          "app",
          "beta",
          "companyId",
          "🤗~/x",
          Context.TARGETING_KEY,
          Context.USER_ID,
          "nobody.has.this",
          ".");

  /// What patterns are made of; RE2 takes them all.
  static final List<String> PATTERNS =
      List.of("^pro", "e", "(?i)DE", "^$", "[0-9]+", "a|b", "(.*a){12}$", "\\p{Lu}", "🌸");

  private static final List<String> WORDS =
      List.of(
          "pro", "enterprise", "DE", "de", "", "admin", "user", "2.4.0", "🌸", "aaaaaaaaaaaaaa");

  private Vocabulary() {}

  static String word(Dice dice) {
    return dice.pick(WORDS);
  }

  static Value scalar(Dice dice) {
    return dice.onceIn(2) ? RandomValues.scalar(dice) : new Value.Text(word(dice));
  }
}
