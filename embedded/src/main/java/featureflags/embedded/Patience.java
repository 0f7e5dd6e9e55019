package featureflags.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for what another process does and announces to nobody.
final class Patience {

  private static final long LOOK_EVERY_MILLIS = 10;

  private Patience() {}

  /// Looks again and again until the condition holds, which is answered, or the time is over. An
  /// interrupt is kept for later: a server that is being stopped must not be left half-way.
  static boolean until(Duration limit, BooleanSupplier condition) {
    var deadline = System.nanoTime() + limit.toNanos();
    var interrupted = false;
    var holds = condition.getAsBoolean();
    while (!holds && System.nanoTime() < deadline) {
      try {
        Thread.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException _) {
        interrupted = true;
      }
      holds = condition.getAsBoolean();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return holds;
  }
}
