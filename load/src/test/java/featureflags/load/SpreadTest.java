package featureflags.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianIsTheMiddleOrBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(1, 1, 2, 3, 3));
    assertThat(Spread.of(4, 1, 2, 3)).isEqualTo(new Spread(1, 2, 2.5, 3, 4));
  }

  @Test
  void theExtremesStandBehindIt() {
    assertThat(Spread.of(1_234.4, 1_000, 2_000).text("%,.0f")).isEqualTo("1,234 (1,000–2,000)");
  }
}
