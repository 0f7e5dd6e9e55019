package featureflags.redis;

import featureflags.catalog.EventCounts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts what becomes of events.
final class Tally {
  /// The receipt of what nobody asks about.
  static final CompletableFuture<Fate> NOBODY = CompletableFuture.completedFuture(Fate.SENT);

  private final LongAdder accepted = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final AtomicLong spooled = new AtomicLong();

  /// Events made now, or left behind by an earlier process.
  void accepted(long events) {
    accepted.add(events);
  }

  void sent(long events) {
    sent.add(events);
  }

  void dropped(long events) {
    dropped.add(events);
  }

  void spooled(long events) {
    spooled.set(events);
  }

  /// Reads `accepted` last, so that what waits is never less than nothing.
  EventCounts counts() {
    long sentNow = sent.sum();
    long spooledNow = spooled.get();
    long droppedNow = dropped.sum();
    return new EventCounts(accepted.sum(), sentNow, spooledNow, droppedNow);
  }
}
