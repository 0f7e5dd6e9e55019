package featureflags.testkit;

import featureflags.engine.Key;
import java.util.List;
import org.quicktheories.core.Gen;

/// Generators of texts of every kind that JSON can carry.
public final class RandomTexts {
  private static final String KEY_START =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String KEY_REST = KEY_START + "._-";

  private RandomTexts() {}

  /// Any text: ASCII, controls, two- and three-byte characters, emoji, lone surrogates.
  ///
  /// @param longest in characters; emoji count one
  public static Gen<String> any(int longest) {
    return source -> any(new Dice(source), longest);
  }

  /// Any text that can be stored: without U+0000 and lone surrogates.
  public static Gen<String> storable(int longest) {
    return source -> storable(new Dice(source), longest);
  }

  /// Keys of flags, variants, projects and environments.
  public static Gen<String> keys() {
    return source -> key(new Dice(source));
  }

  static String any(Dice dice, int longest) {
    return text(dice, longest, RandomTexts::anyPoint);
  }

  static String storable(Dice dice, int longest) {
    return text(dice, longest, RandomTexts::storablePoint);
  }

  static String key(Dice dice) {
    int length = dice.onceIn(20) ? Key.MAX_LENGTH : (int) dice.between(1, 12);
    var key = new StringBuilder().append(KEY_START.charAt(dice.below(KEY_START.length())));
    while (key.length() < length) {
      key.append(KEY_REST.charAt(dice.below(KEY_REST.length())));
    }
    return key.toString();
  }

  private static String text(Dice dice, int longest, Points points) {
    var text = new StringBuilder();
    long length = dice.between(0, longest);
    for (long i = 0; i < length; i++) {
      text.appendCodePoint(points.next(dice));
    }
    return text.toString();
  }

  private static int anyPoint(Dice dice) {
    return switch (dice.below(10)) {
      case 0 -> (int) dice.between(0xd800, 0xdfff); // a lone surrogate, unless two make a pair
      case 1 -> (int) dice.between(0, 0x1f);
      default -> storablePoint(dice);
    };
  }

  private static int storablePoint(Dice dice) {
    return switch (dice.below(8)) {
      case 0 -> (int) dice.between(0x1f300, 0x1faff);
      case 1 -> (int) dice.between(0x80, 0x7ff);
      case 2 -> (int) dice.between(0x800, 0xd7ff);
      case 3 -> dice.pick(List.of((int) '"', (int) '\\', (int) '/', (int) '~', 1, 0xffff, 0xfeff));
      default -> (int) dice.between(' ', '~');
    };
  }

  /// Where the next character comes from.
  @FunctionalInterface
  private interface Points {
    int next(Dice dice);
  }
}
