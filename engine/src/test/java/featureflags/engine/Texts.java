package featureflags.engine;

import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;
import org.quicktheories.impl.Constraint;

/// Random texts.
final class Texts {
  private Texts() {}

  /// ASCII, two and three bytes, emoji, lone surrogates.
  static Gen<String> any(int least, int most) {
    return source -> {
      var text = new StringBuilder();
      for (int left = between(source, least, most); left > 0; left--) {
        int kind = between(source, 0, 4);
        int[] range =
            switch (kind) {
              case 0 -> new int[] {0x80, 0x7ff};
              case 1 -> new int[] {0x800, 0xffff};
              case 2 -> new int[] {0x10000, 0x10ffff};
              case 3 -> new int[] {0xd800, 0xdfff};
              default -> new int[] {0, 0x7f};
            };
        text.appendCodePoint(between(source, range[0], range[1]));
      }
      return text.toString();
    };
  }

  /// Texts of these characters.
  static Gen<String> of(String alphabet, int least, int most) {
    return source -> {
      var text = new StringBuilder();
      for (int left = between(source, least, most); left > 0; left--) {
        text.append(letter(source, alphabet));
      }
      return text.toString();
    };
  }

  /// Texts with one to three characters left out, put in or replaced by some of these.
  static Gen<String> mutated(Gen<String> texts, String alphabet) {
    return source -> {
      var text = new StringBuilder(texts.generate(source));
      for (int left = between(source, 1, 3); left > 0; left--) {
        int at = between(source, 0, text.length());
        switch (between(source, 0, 2)) {
          case 0 -> text.insert(at, letter(source, alphabet));
          case 1 -> text.delete(at, Math.min(at + 1, text.length()));
          default ->
              text.replace(
                  at, Math.min(at + 1, text.length()), String.valueOf(letter(source, alphabet)));
        }
      }
      return text.toString();
    };
  }

  static int between(RandomnessSource source, int least, int most) {
    return (int) source.next(Constraint.between(least, most));
  }

  private static char letter(RandomnessSource source, String alphabet) {
    return alphabet.charAt(between(source, 0, alphabet.length() - 1));
  }
}
