package featureflags.redis;

import java.nio.file.Path;
import java.time.Duration;

/// How an [EventSender] waits.
///
/// @param spool the directory for events that Redis does not take; of this sender alone
/// @param spoolBytes how much it may hold; at least 4 MiB
/// @param queueCapacity how many events wait in memory; rounded up to a power of two
/// @param replicas how many replicas must have an event before it counts as sent; 0 when it is
///   enough that Redis itself has it
/// @param closing how long [EventSender#close()] waits for Redis before it leaves the rest on disk
public record EventSettings(
    Path spool, long spoolBytes, int queueCapacity, int replicas, Duration closing) {
  /// @throws IllegalArgumentException when a number is out of range
  public EventSettings {
    if (spoolBytes < 4 * Batch.MAX_BYTES) {
      throw new IllegalArgumentException("a spool of %d bytes".formatted(spoolBytes));
    }
    if (queueCapacity < 1 || queueCapacity > 1 << 24) {
      throw new IllegalArgumentException("a queue of %d events".formatted(queueCapacity));
    }
    if (replicas < 0) {
      throw new IllegalArgumentException("confirmed by %d replicas".formatted(replicas));
    }
    if (closing.isNegative()) {
      throw new IllegalArgumentException("closing within %s".formatted(closing));
    }
  }

  /// 256 MiB on disk, 65,536 events in memory, no replicas, five seconds to close.
  public static EventSettings in(Path spool) {
    return new EventSettings(spool, 256L * 1024 * 1024, 65_536, 0, Duration.ofSeconds(5));
  }

  /// The same with another bound on the disk, in MiB.
  public EventSettings withSpoolMegabytes(int megabytes) {
    return new EventSettings(spool, megabytes * 1024L * 1024, queueCapacity, replicas, closing);
  }

  /// The same, confirmed by so many replicas.
  public EventSettings confirmedBy(int replicas) {
    return new EventSettings(spool, spoolBytes, queueCapacity, replicas, closing);
  }
}
