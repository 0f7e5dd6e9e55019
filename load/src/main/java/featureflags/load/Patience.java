package featureflags.load;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for what another process does and announces to nobody.
final class Patience {
  private static final long LOOK_EVERY_MILLIS = 20;

  private Patience() {}

  /// Looks again and again until the condition holds.
  ///
  /// @throws IllegalStateException when the time is over
  static void until(String what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("waited %s in vain for %s".formatted(limit, what));
        }
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
