package featureflags.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another thread or process is about to make true.
final class Soon {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Soon() {}

  /// Tries the check until it passes; the last failure is the test's when it never does.
  static void holds(Runnable check) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError | RuntimeException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
