package featureflags.chassis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many of something there are now, and a way to wait until there are none.
final class Tally {
  private final AtomicInteger count = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();

  void up() {
    count.incrementAndGet();
  }

  void down() {
    if (count.decrementAndGet() == 0) {
      lock.lock();
      try {
        none.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  int now() {
    return count.get();
  }

  /// Whether there were none before the time was over; an interrupt ends the wait too.
  boolean awaitNone(Duration longest) {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (count.get() > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return count.get() == 0;
  }
}
