package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Pace pace = new Pace(Duration.ofSeconds(10));

  @Test
  void aClientThatDoesNotMoveIsTooSlowAfterThePatience() {
    pace.waits(0);

    assertThat(pace.isTooSlow(10 * SECOND)).isFalse();
    assertThat(pace.isTooSlow(10 * SECOND + 1)).isTrue();
  }

  @Test
  void oneThatNobodyWaitsForIsNeverTooSlow() {
    pace.waits(0);
    pace.goesOn(9 * SECOND);

    assertThat(pace.isTooSlow(1000 * SECOND)).isFalse();
  }

  @Test
  void aTrickleIsTooSlowInTheEnd() {
    pace.waits(0);
    for (int second = 1; second <= 10; second++) {
      pace.moved(1, second * SECOND);
    }

    assertThat(pace.isTooSlow(10 * SECOND)).isFalse();
    assertThat(pace.isTooSlow(10 * SECOND + 1)).isTrue();
  }

  @Test
  void aClientThatKeepsMovingEarnsItsTime() {
    for (int second = 0; second < 1000; second++) {
      pace.waits(second * SECOND);
      pace.moved(Pace.SLOWEST, (second + 1) * SECOND);
      pace.goesOn((second + 1) * SECOND);
    }
    pace.waits(1000 * SECOND);

    assertThat(pace.isTooSlow(1010 * SECOND)).isFalse();
    assertThat(pace.isTooSlow(1010 * SECOND + 1)).isTrue();
  }
}
