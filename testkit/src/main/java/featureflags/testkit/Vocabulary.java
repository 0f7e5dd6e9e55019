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
          "pro",
          "Pro",
          "PRO",
          "enterprise",
          "DE",
          "de",
          "",
          "GRÖßE",
          "größe",
          "admin",
          "user",
          "2.4.0",
          "🌸",
          "aaaaaaaaaaaaaa");

  /// Times, some of them the same written in two ways.
  static final List<String> TIMES =
      List.of(
          "2026-01-31T12:00:00Z",
          "2026-01-31T13:00:00+01:00",
          "2026-01-31t12:00:00.000000001z",
          "2024-02-29T23:59:60Z",
          "1970-01-01T00:00:00Z",
          "0000-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999999-23:59",
          "1769860800000",
          "0",
          "-1");

  static final List<String> VERSIONS =
      List.of(
          "2.4.0",
          "v2.4",
          "2.4.0-beta.2",
          "2.4.0-beta.11",
          "2.4.0-beta",
          "2.4.0+build.7",
          "10",
          "1.999999999999999999.0",
          "2.4.0-1",
          "2.4.0-a.b.c",
          "0.0.0");

  /// Addresses, which are blocks of one, and blocks.
  static final List<String> ADDRESSES =
      List.of(
          "10.0.0.1",
          "10.255.255.255",
          "192.168.7.9",
          "::1",
          "2001:db8::7",
          "::ffff:10.0.0.1",
          "fe80::1:2:3:4");

  static final List<String> BLOCKS =
      List.of(
          "10.0.0.0/8",
          "192.168.0.0/16",
          "0.0.0.0/0",
          "::/0",
          "2001:db8::/32",
          "10.1.2.3/31",
          "::ffff:10.0.0.0/104",
          "fe80::/10",
          "128.0.0.0/1");

  private Vocabulary() {}

  static String word(Dice dice) {
    return dice.pick(WORDS);
  }

  static Value scalar(Dice dice) {
    return switch (dice.below(6)) {
      case 0, 1 -> RandomValues.scalar(dice);
      case 2 -> new Value.Text(dice.pick(dice.pick(List.of(TIMES, VERSIONS, ADDRESSES, BLOCKS))));
      case 3 -> new Value.Whole(1_769_860_800_000L + dice.between(-2, 2));
      default -> new Value.Text(word(dice));
    };
  }
}
