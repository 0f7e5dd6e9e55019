package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;

/// Our MurmurHash3 is the one that everybody else has.
class Murmur3Properties {
  private static final Salt NOTHING = Salt.none();

  @Test
  void agreesWithGuavaAndCommonsCodecOnAnyText() {
    qt().withExamples(20_000).forAll(Texts.any(0, 40)).checkAssert(Murmur3Properties::agrees);
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
  void theSaltHashesAsIfItWereTheEndOfTheText() {
    qt().withExamples(10_000)
        .forAll(Texts.any(0, 12), Texts.any(0, 12))
        .checkAssert((text, salt) -> {
          byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
          byte[] suffix = (":" + salt).getBytes(StandardCharsets.UTF_8);
          byte[] whole = Arrays.copyOf(encoded, encoded.length + suffix.length);
          System.arraycopy(suffix, 0, whole, encoded.length, suffix.length);

          int hash = Murmur3.hash(text, Salt.of(salt));

          assertThat(hash).isEqualTo(MurmurHash3.hash32x86(whole));
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

  @Test
  void aWholeNumberHashesAsItsDigits() {
    qt().withExamples(20_000)
        .forAll(longs().all(), integers().between(0, 63), Texts.any(0, 6))
        .checkAssert((bits, shift, salt) -> digitsAgree(bits >> shift, salt));
    LongStream.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1)
        .forEach(number -> digitsAgree(number, "salt"));
    for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
      LongStream.of(power, power - 1, -power, 1 - power).forEach(number -> digitsAgree(number, ""));
    }
  }

  private static void digitsAgree(long number, String salt) {
    byte[] bytes = (number + ":" + salt).getBytes(StandardCharsets.UTF_8);

    assertThat(Murmur3.hash(number, Salt.of(salt))).isEqualTo(MurmurHash3.hash32x86(bytes));
  }
}
