package featureflags.flagapi;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what somebody else is about to make true.
final class Eventually {
  private static final long BETWEEN_LOOKS = Duration.ofMillis(5).toNanos();

  private Eventually() {}

  /// @return how long it took
  /// @throws AssertionError when it does not come true in time
  static Duration holds(Duration patience, String what, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > patience.toNanos()) {
        throw new AssertionError("%s: not within %s".formatted(what, patience));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
