package featureflags.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Tells whoever waits how far something long has come, every two seconds.
final class Progress {
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final String what;
  private final int total;
  private final long began = System.nanoTime();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicLong told = new AtomicLong(began);

  Progress(String what, int total) {
    this.what = what;
    this.total = total;
  }

  /// Says something at once.
  static void say(String text) {
    System.err.println(text);
  }

  /// One more is done.
  void step() {
    int now = done.incrementAndGet();
    long time = System.nanoTime();
    long last = told.get();
    if (time - last > EVERY_NANOS && told.compareAndSet(last, time)) {
      say("%s: %,d of %,d".formatted(what, now, total));
    }
  }

  /// All is done.
  void done() {
    say("%s: %,d in %.1f s".formatted(what, done.get(), (System.nanoTime() - began) / 1e9));
  }
}
