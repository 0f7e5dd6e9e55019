package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryIdTest {
  @ParameterizedTest
  @CsvSource({
    "5-0, 5-1",
    "5-9, 5-10",
    "9-99, 10-0",
    "0-0, 0-1",
    "5, 5-1",
    "5-9223372036854775807, 5-18446744073709551615",
    "9223372036854775807-0, 18446744073709551615-0"
  })
  void idsAreComparedAsNumbersWithoutSign(String smaller, String larger) {
    assertThat(EntryId.smaller(smaller, larger)).isEqualTo(smaller);
    assertThat(EntryId.smaller(larger, smaller)).isEqualTo(smaller);
  }
}
