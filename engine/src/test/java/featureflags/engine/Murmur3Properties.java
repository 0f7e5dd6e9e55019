package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.impl.Constraint;

/// Our MurmurHash3 is the one that everybody else has.
class Murmur3Properties {
  private static final Salt NOTHING = Salt.none();

  @Test
  void agreesWithGuavaAndCommonsCodecOnAnyText() {
    qt().withExamples(20_000)
        .forAll(texts(integers().between(0, 40)))
        .checkAssert(Murmur3Properties::agrees);
  }

  @Test
  void agreesWithGuavaAndCommonsCodecOnEveryLengthUpTo64() {
    var random = new Random(7);
    for (int length = 0; length <= 64; length++) {
      for (int i = 0; i < 50; i++) {
        agrees(
            random
                .ints(length, 1, 0x80)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
        agrees(
            random
                .ints(length, 1, 0x10000)
                .collect(
                    StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                .toString());
      }
    }
  }

  @Test
  void agreesWithGuavaAndCommonsCodecOnEveryCharacterAlone() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(point -> point < 0x3000 || point % 17 == 0 || Character.isSurrogate((char) point))
        .forEach(point -> agrees("a" + Character.toString(point)));
  }

  @Test
  void aSuffixHashesAsIfItWereTheEndOfTheText() {
    qt().withExamples(10_000)
        .forAll(texts(integers().between(0, 12)), texts(integers().between(0, 12)))
        .checkAssert((text, salt) -> {
          String whole = text + ":" + salt;

          int hash = Murmur3.hash(text, Salt.of(salt));

          assertThat(hash).isEqualTo(Murmur3.hash(whole, NOTHING));
        });
  }

  @Test
  void aLoneSurrogateHashesAsAQuestionMarkAndAPairAsTheCharacterThatItIs() {
    assertThat(Murmur3.hash("\ud83d", NOTHING)).isEqualTo(Murmur3.hash("?", NOTHING));
    assertThat(Murmur3.hash("\udc00\ud83d", NOTHING)).isEqualTo(Murmur3.hash("??", NOTHING));
    assertThat(Murmur3.hash("🌸", NOTHING)).isNotEqualTo(Murmur3.hash("??", NOTHING));
  }

  private static void agrees(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    int hash = Murmur3.hash(text, NOTHING);

    assertThat(hash)
        .isEqualTo(Hashing.murmur3_32_fixed().hashString(text, StandardCharsets.UTF_8).asInt())
        .isEqualTo(MurmurHash3.hash32x86(bytes));
  }

  /// ASCII, two and three bytes, emoji, lone surrogates.
  private static Gen<String> texts(Gen<Integer> lengths) {
    return source -> {
      var text = new StringBuilder();
      for (int left = lengths.generate(source); left > 0; left--) {
        int kind = (int) source.next(Constraint.between(0, 4));
        int[] range =
            switch (kind) {
              case 0 -> new int[] {0x80, 0x7ff};
              case 1 -> new int[] {0x800, 0xffff};
              case 2 -> new int[] {0x10000, 0x10ffff};
              case 3 -> new int[] {0xd800, 0xdfff};
              default -> new int[] {0, 0x7f};
            };
        text.appendCodePoint((int) source.next(Constraint.between(range[0], range[1])));
      }
      return text.toString();
    };
  }
}
