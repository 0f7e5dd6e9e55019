package featureflags.redis;

import featureflags.catalog.EvaluationEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

/// A bounded queue for many threads that put events in and one that takes them out, without locks.
///
/// A thread that puts takes the next place by moving `tail`, then fills it. Closing moves `tail` so
/// far that no place is free any more; so what was taken in before is exact.
final class EventQueue {
  private static final long CLOSED = 1L << 62;

  private final AtomicReferenceArray<EvaluationEvent> events;
  private final AtomicReferenceArray<CompletableFuture<Fate>> receipts;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong head = new AtomicLong();

  /// @param capacity rounded up to a power of two
  EventQueue(int capacity) {
    int size = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    events = new AtomicReferenceArray<>(size);
    receipts = new AtomicReferenceArray<>(size);
    mask = size - 1;
  }

  int capacity() {
    return mask + 1;
  }

  /// Puts an event in; false when the queue is full or closed.
  boolean offer(EvaluationEvent event, CompletableFuture<Fate> receipt) {
    long place;
    do {
      place = tail.get();
      if (place - head.get() > mask) {
        return false;
      }
    } while (!tail.compareAndSet(place, place + 1));
    int slot = (int) place & mask;
    receipts.setPlain(slot, receipt);
    events.setRelease(slot, event);
    return true;
  }

  /// Takes events out, in order. Only one thread may do so. It waits for no event that is still
  /// being put in.
  ///
  /// @return how many
  int take(int max, BiConsumer<EvaluationEvent, CompletableFuture<Fate>> into) {
    long first = head.getPlain();
    int taken = 0;
    while (taken < max) {
      int slot = (int) (first + taken) & mask;
      EvaluationEvent event = events.getAcquire(slot);
      if (event == null) {
        break;
      }
      into.accept(event, receipts.getPlain(slot));
      receipts.setPlain(slot, null);
      events.setPlain(slot, null);
      taken++;
    }
    head.setRelease(first + taken);
    return taken;
  }

  /// How many are in, those included that are still being put in.
  long size() {
    return (tail.get() & (CLOSED - 1)) - head.get();
  }

  /// Refuses all further events.
  void close() {
    tail.getAndUpdate(place -> place | CLOSED);
  }
}
