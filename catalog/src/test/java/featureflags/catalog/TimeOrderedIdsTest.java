package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
  private static final long NOW = Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli();

  @Test
  void areVersion7WithTheStandardVariantBits() {
    assertThat(ids(NOW).limit(1000))
        .allSatisfy(id -> {
          assertThat(id.version()).isEqualTo(7);
          assertThat(id.variant()).isEqualTo(2);
        });
  }

  @Test
  void startWithTheMillisecondTheyWereMadeIn() {
    assertThat(ids(NOW).limit(100))
        .allSatisfy(id -> assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW));
  }

  @Test
  void sortByTheMillisecondTheyWereMadeIn() {
    var clock = new AtomicLong(NOW);
    var ids = new TimeOrderedIds(() -> Instant.ofEpochMilli(clock.getAndIncrement()), random(1));

    List<String> made = Stream.generate(ids).limit(1000).map(UUID::toString).toList();

    assertThat(made).isSorted();
  }

  @Test
  void differWithinAMillisecond() {
    assertThat(ids(NOW).limit(100_000)).doesNotHaveDuplicates();
  }

  @Test
  void useEveryBitThatIsNeitherTimeNorVersionNorVariant() {
    long ones = 0;
    long zeros = 0;
    var lowOnes = new ArrayList<Long>();
    for (UUID id : ids(NOW).limit(200).toList()) {
      ones |= id.getMostSignificantBits() & 0xfff;
      zeros |= ~id.getMostSignificantBits() & 0xfff;
      lowOnes.add(id.getLeastSignificantBits() << 2);
    }

    assertThat(ones).isEqualTo(0xfff);
    assertThat(zeros).isEqualTo(0xfff);
    assertThat(lowOnes.stream().reduce(0L, (a, b) -> a | b)).isEqualTo(-4L);
    assertThat(new HashSet<>(lowOnes)).hasSize(200);
  }

  private static Stream<UUID> ids(long millis) {
    return Stream.generate(new TimeOrderedIds(() -> Instant.ofEpochMilli(millis), random(millis)));
  }

  private static Supplier<RandomGenerator> random(long seed) {
    var generator = new Random(seed);
    return () -> generator;
  }
}
