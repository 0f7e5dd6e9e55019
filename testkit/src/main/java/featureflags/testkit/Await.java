package featureflags.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what happens on its own, no longer than it takes and no longer than allowed: asks
/// every two milliseconds, and says at the deadline what it waited for and what it saw last.
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(2);

  private Await() {}

  /// Waits until the condition holds.
  ///
  /// @param what completes the sentence "waited in vain for …"
  /// @throws AssertionError at the deadline
  public static void until(String what, Duration deadline, BooleanSupplier condition) {
    until(what, deadline, condition::getAsBoolean, (Boolean held) -> held);
  }

  /// Waits until what is seen is what is wanted.
  ///
  /// @return what was seen then
  /// @throws AssertionError at the deadline, quoting what was seen last
  public static <T> T until(
      String what, Duration deadline, Supplier<T> seen, Predicate<? super T> wanted) {
    long start = System.nanoTime();
    while (true) {
      T value = seen.get();
      if (wanted.test(value)) {
        return value;
      }
      if (System.nanoTime() - start >= deadline.toNanos()) {
        throw new AssertionError(
            "waited %s in vain for %s; last seen: %s".formatted(deadline, what, value));
      }
      pause(what);
    }
  }

  /// Waits until there is something.
  ///
  /// @throws AssertionError at the deadline
  public static <T> T present(String what, Duration deadline, Supplier<Optional<T>> source) {
    return until(what, deadline, source, Optional::isPresent).orElseThrow();
  }

  /// Waits until the assertion holds.
  ///
  /// @throws AssertionError at the deadline, with the assertion's last failure as its cause
  public static void asserted(String what, Duration deadline, Runnable assertion) {
    var failure = new AtomicReference<>(new AssertionError("was never tried"));
    try {
      until(what, deadline, () -> holds(assertion, failure));
    } catch (AssertionError e) {
      throw new AssertionError("%s; %s".formatted(e.getMessage(), failure.get()), failure.get());
    }
  }

  private static boolean holds(Runnable assertion, AtomicReference<AssertionError> failure) {
    try {
      assertion.run();
      return true;
    } catch (AssertionError e) {
      failure.set(e);
      return false;
    }
  }

  private static void pause(String what) {
    LockSupport.parkNanos(PAUSE.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new AssertionError("interrupted while waiting for " + what);
    }
  }
}
