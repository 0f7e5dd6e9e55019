package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  private static final String RULE = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "checkout-v2", "A.b_c-9", "Z", "9.", "a..b"})
  void takesLettersDigitsDotsUnderscoresAndHyphens(String key) {
    assertThat(Key.valid(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "-a", "_a", "a b", "a/b", "ä", "a\n", "a\u0000", "🌸", "a:b"})
  void refusesEverythingElse(String key) {
    assertThat(Key.valid(key)).isFalse();
  }

  @Test
  void takes128CharactersAndNotOneMore() {
    assertThat(Key.valid("a".repeat(128))).isTrue();
    assertThat(Key.valid("a".repeat(129))).isFalse();
  }

  @Test
  void isThePatternOfTheContractForEveryCharacter() {
    for (char c = 0; c < 0x300; c++) {
      assertThat(Key.valid(String.valueOf(c))).isEqualTo(String.valueOf(c).matches(RULE));
      assertThat(Key.valid("a" + c)).isEqualTo(("a" + c).matches(RULE));
    }
  }
}
