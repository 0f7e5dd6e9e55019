package featureflags.catalog;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes ids that sort by the time they were made: UUID version 7 of RFC 9562, with the millisecond
/// in front and 74 random bits behind.
public final class TimeOrderedIds implements Supplier<UUID> {
  private final InstantSource clock;
  private final Supplier<RandomGenerator> random;

  /// @param random asked once an id, so that it may name the calling thread's own generator
  public TimeOrderedIds(InstantSource clock, Supplier<RandomGenerator> random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public UUID get() {
    RandomGenerator source = random.get();
    long high = (clock.millis() << 16) | 0x7000L | (source.nextLong() & 0xfffL);
    long low = 0x8000_0000_0000_0000L | (source.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
