package featureflags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void returnsWhatWasSeenAsSoonAsItIsWhatWasWanted() {
    var asked = new AtomicInteger();

    int seen = Await.until("the third question", LONG, asked::incrementAndGet, n -> n == 3);

    assertThat(seen).isEqualTo(3);
    assertThat(asked).hasValue(3);
  }

  @Test
  void asksOnceMoreAtTheDeadlineAndThenSaysWhatItWaitedForAndWhatItSaw() {
    assertThatThrownBy(() -> Await.until("the flag to arrive", SHORT, () -> "old", "new"::equals))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("PT0.02S", "the flag to arrive", "last seen: old");
  }

  @Test
  void waitsForSomethingToBeThere() {
    var asked = new AtomicInteger();

    String found =
        Await.present(
            "an answer",
            LONG,
            () -> asked.incrementAndGet() < 3 ? Optional.empty() : Optional.of("yes"));

    assertThat(found).isEqualTo("yes");
  }

  @Test
  void waitsForAnAssertionToHold() {
    var asked = new AtomicInteger();

    Await.asserted("two", LONG, () -> assertThat(asked.incrementAndGet()).isEqualTo(2));

    assertThat(asked).hasValue(2);
  }

  @Test
  void reportsTheLastFailureOfAnAssertionThatNeverHolds() {
    assertThatThrownBy(() -> Await.asserted("peace", SHORT, () -> assertThat(1).isEqualTo(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("peace")
        .hasMessageContaining("expected: 2")
        .cause()
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void doesNotHideThatTheQuestionItselfIsBroken() {
    assertThatThrownBy(() ->
            Await.until(
                "anything",
                LONG,
                () -> {
                  throw new IllegalStateException("broken");
                }))
        .isInstanceOf(IllegalStateException.class);
  }
}
