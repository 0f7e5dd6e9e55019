package featureflags.chassis;

import featureflags.catalog.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The time as the source of truth has it, so that a machine whose clock is wrong does not put its
/// records where nobody looks for them.
///
/// While this machine's clock is at most a second off, it is the time; a store's clock is read over
/// a network and is no better. Beyond that, the time is counted on from what the store has said. It
/// is compared at the start and every ten seconds, so a clock that is set wrong in between is
/// believed for so long, and one that was wrong from the start until the store first answers.
public final class ReferenceClock implements InstantSource, AutoCloseable {
  private static final Log LOG = Log.of(ReferenceClock.class);
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  /// A clock that was wrong must come this near to be believed again.
  private static final Duration TOLERANCE_AGAIN = Duration.ofMillis(500);

  private static final int QUESTIONS = 3;
  private static final long BETWEEN_SECONDS = 10;
  private static final long RETRY_SECONDS = 1;

  private final InstantSource own;
  private final Supplier<Instant> reference;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("reference-clock").factory());
  private volatile Optional<Mark> correction = Optional.empty();
  private volatile Duration offset = Duration.ZERO;

  /// What the time was at a reading of [System#nanoTime].
  private record Mark(Instant time, long nanos) {
    Instant now() {
      return time.plusNanos(System.nanoTime() - nanos);
    }
  }

  private ReferenceClock(InstantSource own, Supplier<Instant> reference) {
    this.own = own;
    this.reference = reference;
  }

  /// Starts to compare a clock with the store's.
  ///
  /// @param own this machine's
  /// @param reference what a store says the time is; throws [Unavailable] when it cannot say
  public static ReferenceClock start(
      InstantSource own, Supplier<Instant> reference, Metrics metrics) {
    var clock = new ReferenceClock(own, reference);
    metrics.gauge(
        "clock.offset",
        "Seconds by which this machine's clock is ahead of PostgreSQL's, as last compared.",
        () -> clock.offset.toMillis() / 1e3);
    clock.thread.execute(clock::turn);
    return clock;
  }

  @Override
  public Instant instant() {
    return correction.map(Mark::now).orElseGet(own::instant);
  }

  /// Allocates nothing while this machine's clock is believed.
  @Override
  public long millis() {
    return correction.isPresent() ? instant().toEpochMilli() : own.millis();
  }

  private void turn() {
    long next = BETWEEN_SECONDS;
    try {
      compare();
    } catch (Unavailable _) {
      next = RETRY_SECONDS; // others tell that the store is away
    } catch (RuntimeException e) {
      LOG.error("clock-not-compared", e);
    } finally {
      if (!thread.isShutdown()) {
        var _ = thread.schedule(this::turn, next, TimeUnit.SECONDS);
      }
    }
  }

  private void compare() {
    Comparison best =
        Stream.generate(this::asked)
            .limit(QUESTIONS)
            .min(Comparator.comparing(Comparison::error))
            .orElseThrow();
    offset = Duration.between(best.there(), best.here());
    Duration tolerance = correction.isPresent() ? TOLERANCE_AGAIN : TOLERANCE;
    boolean wrong = offset.abs().compareTo(tolerance.plus(best.error())) > 0;
    if (wrong && correction.isEmpty()) {
      LOG.warning("clock-wrong", "by", offset);
    } else if (!wrong && correction.isPresent()) {
      LOG.info("clock-right");
    }
    correction = wrong ? Optional.of(new Mark(best.there(), best.nanos())) : Optional.empty();
  }

  /// The store's answer is taken to be of the middle between question and answer, so it is wrong by
  /// half the time between them at most. The first answer of all may have waited for a connection:
  /// the quickest of several counts.
  private Comparison asked() {
    long asked = System.nanoTime();
    Instant told = reference.get();
    long answered = System.nanoTime();
    Duration halfway = Duration.ofNanos((answered - asked) / 2);
    return new Comparison(told.plus(halfway), own.instant(), answered, halfway);
  }

  /// What two clocks said at the same time.
  ///
  /// @param there what the store's clock said
  /// @param here what this machine's said
  /// @param nanos when that was, on [System#nanoTime]
  /// @param error by how much the store's may be off
  private record Comparison(Instant there, Instant here, long nanos, Duration error) {}

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
