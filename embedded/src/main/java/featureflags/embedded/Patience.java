package featureflags.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for what another process does and announces to nobody.
final class Patience {

  private static final long LOOK_EVERY_MILLIS = 10;

  private Patience() {}

  /// Looks again and again until the condition holds, which is answered, or the time is over.
  static boolean until(Duration limit, BooleanSupplier condition) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return condition.getAsBoolean();
      }
    }
    return true;
  }
}
