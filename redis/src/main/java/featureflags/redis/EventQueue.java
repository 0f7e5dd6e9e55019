package featureflags.redis;

import featureflags.catalog.Evaluations;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

/// A bounded queue for many threads that put evaluations in and one that takes them out, without
/// locks.
///
/// A thread that puts takes the next place by moving `tail`, then fills it. Closing moves `tail` so
/// far that no place is free any more; so what was taken in before is exact.
final class EventQueue {
  private static final long CLOSED = 1L << 62;

  private final AtomicReferenceArray<Evaluations> records;
  private final AtomicReferenceArray<CompletableFuture<Fate>> receipts;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong head = new AtomicLong();

  /// @param capacity rounded up to a power of two
  EventQueue(int capacity) {
    int size = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    records = new AtomicReferenceArray<>(size);
    receipts = new AtomicReferenceArray<>(size);
    mask = size - 1;
  }

  int capacity() {
    return mask + 1;
  }

  /// Puts evaluations in; false when the queue is full or closed.
  boolean offer(Evaluations evaluations, CompletableFuture<Fate> receipt) {
    long place;
    do {
      place = tail.get();
      if (place - head.get() > mask) {
        return false;
      }
    } while (!tail.compareAndSet(place, place + 1));
    int slot = (int) place & mask;
    receipts.setPlain(slot, receipt);
    records.setRelease(slot, evaluations);
    return true;
  }

  /// Takes evaluations out, in order, until they stand for enough events or there are no more. Only
  /// one thread may do so. It waits for none that are still being put in.
  ///
  /// @return how many events
  int take(int enough, BiConsumer<Evaluations, CompletableFuture<Fate>> into) {
    long first = head.getPlain();
    int taken = 0;
    int events = 0;
    while (events < enough) {
      int slot = (int) (first + taken) & mask;
      Evaluations evaluations = records.getAcquire(slot);
      if (evaluations == null) {
        break;
      }
      into.accept(evaluations, receipts.getPlain(slot));
      receipts.setPlain(slot, null);
      records.setPlain(slot, null);
      taken++;
      events += evaluations.count();
    }
    head.setRelease(first + taken);
    return events;
  }

  /// How many are in, those included that are still being put in.
  long size() {
    return (tail.get() & (CLOSED - 1)) - head.get();
  }

  /// Refuses all that comes.
  void close() {
    tail.getAndUpdate(place -> place | CLOSED);
  }
}
