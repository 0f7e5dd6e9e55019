package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ReferenceClockTest {
  private static final Duration FAR = Duration.ofMinutes(90);

  private final Metrics metrics = new Metrics();
  private final InstantSource right = InstantSource.system();

  @Test
  void aClockThatIsFarOffIsNotBelieved() {
    for (Duration by : new Duration[] {FAR, FAR.negated()}) {
      InstantSource wrong = InstantSource.offset(right, by);
      try (var clock = ReferenceClock.start(wrong, right::instant, new Metrics())) {
        Eventually.holds(() -> distance(clock, right).toMillis() < 500);
      }
    }
  }

  @Test
  void aClockThatIsALittleOffIsTheTime() {
    InstantSource own = InstantSource.fixed(Instant.EPOCH);
    try (var clock = ReferenceClock.start(own, () -> Instant.EPOCH.plusMillis(900), metrics)) {
      Eventually.holds(() -> metrics.scrape().contains("clock_offset -0.9"));

      assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    }
  }

  @Test
  void theOffsetIsInTheMetrics() {
    try (var _ = ReferenceClock.start(InstantSource.offset(right, FAR), right::instant, metrics)) {
      Eventually.holds(() -> metrics.scrape().matches("(?s).*clock_offset 5(400\\.0|399\\.9).*"));
    }
  }

  @Test
  void aStoreThatIsAwayIsAskedAgain() {
    var away = new AtomicBoolean(true);
    var asked = new AtomicBoolean();
    InstantSource wrong = InstantSource.offset(right, FAR);
    try (var clock =
        ReferenceClock.start(
            wrong,
            () -> {
              asked.set(true);
              if (away.get()) {
                throw new Unavailable("PostgreSQL", new TimeoutException("planted"));
              }
              return right.instant();
            },
            metrics)) {
      Eventually.holds(asked::get);
      assertThat(distance(clock, right)).isGreaterThan(Duration.ofMinutes(80));

      away.set(false);

      Eventually.holds(() -> distance(clock, right).toMillis() < 500);
    }
  }

  private static Duration distance(InstantSource one, InstantSource other) {
    return Duration.between(one.instant(), other.instant()).abs();
  }
}
