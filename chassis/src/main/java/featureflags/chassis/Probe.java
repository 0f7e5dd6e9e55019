package featureflags.chassis;

import featureflags.catalog.Unavailable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// One named check, made so that it cannot hang the one who asks.
///
/// A check that hangs is asked only once: whoever asks meanwhile waits for the same answer, so that
/// threads never pile up behind it.
final class Probe {
  private final String name;
  private final Readiness.Check check;
  private final boolean instant;
  private final AtomicReference<CompletableFuture<Optional<String>>> running =
      new AtomicReference<>(CompletableFuture.completedFuture(Optional.empty()));

  private Probe(String name, Readiness.Check check, boolean instant) {
    this.name = name;
    this.check = check;
    this.instant = instant;
  }

  static Probe slow(String name, Readiness.Check check) {
    return new Probe(name, check, false);
  }

  static Probe instant(String name, Readiness.Check check) {
    return new Probe(name, check, true);
  }

  String name() {
    return name;
  }

  boolean isInstant() {
    return instant;
  }

  void begin() {
    CompletableFuture<Optional<String>> current = running.get();
    CompletableFuture<Optional<String>> next = new CompletableFuture<>();
    if (instant || !current.isDone() || !running.compareAndSet(current, next)) {
      return;
    }
    Thread.ofVirtual().name("check-" + name).start(() -> next.complete(ask()));
  }

  /// Why not, if not.
  ///
  /// @param end when to stop waiting, on [System#nanoTime()]
  Optional<String> result(long end) {
    if (instant) {
      return ask();
    }
    try {
      return running.get().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Optional.of("no answer in time");
    } catch (ExecutionException e) {
      return Optional.of(reason(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private Optional<String> ask() {
    try {
      return check.whyNot();
    } catch (RuntimeException | Error e) {
      return Optional.of(reason(e));
    }
  }

  /// Drivers put hosts and users into their messages, and anyone may read this: say no more than
  /// what kind of failure it is.
  private static String reason(Throwable failure) {
    return failure instanceof Unavailable ? "unavailable" : failure.getClass().getSimpleName();
  }
}
