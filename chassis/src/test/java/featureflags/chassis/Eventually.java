package featureflags.chassis;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what another thread is about to make true.
final class Eventually {
  private Eventually() {}

  /// @throws AssertionError when it does not come true within ten seconds
  static void holds(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come true within ten seconds");
      }
      Thread.onSpinWait();
    }
  }
}
