package featureflags.evalservice;

import featureflags.catalog.Announcement;
import featureflags.catalog.Delta;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import featureflags.chassis.Log;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Keeps the snapshots at the revisions of the stores: by what the change channel carries, by what
/// PostgreSQL announces, and by a look at all revisions every second. It asks the cache first and
/// PostgreSQL when the cache is away, empty or behind.
///
/// A cache that is behind, or lacks an environment, does not say so. So PostgreSQL is asked as well
/// at the start and whenever an announcement of its own may have been missed.
///
/// All its work is done on one thread, one thing after the other.
final class Refresher implements AutoCloseable {
  private static final Log LOG = Log.of(Refresher.class);

  /// PostgreSQL announces a change before the channel can bring it: only what the channel has not
  /// brought by then is asked for.
  private static final long GRACE_MILLIS = 50;

  private static final long CHECK_MILLIS = 1_000;
  private static final int JITTER_MILLIS = 100;

  /// For how long PostgreSQL is left alone after it was asked in vain while the cache answers: each
  /// try may hold up the changes that the channel carries.
  private static final long TRUTH_PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final Snapshots snapshots;
  private final Cache cache;
  private final Truth truth;
  private final RandomGenerator random;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("refresher").factory());
  private boolean lost;

  /// Whether PostgreSQL may know more than the cache.
  private boolean doubtful = true;

  private long truthDue = System.nanoTime();

  /// @param random spreads the checks of many services over time
  Refresher(Snapshots snapshots, Cache cache, Truth truth, RandomGenerator random) {
    this.snapshots = snapshots;
    this.cache = cache;
    this.truth = truth;
    this.random = random;
  }

  /// Loads what there is, and goes on checking every second.
  void start() {
    submit(this::checkAndGoOn);
  }

  /// The change channel said this. Returns at once.
  void announced(Announcement announcement) {
    submit(() -> {
      switch (announcement) {
        case Announcement.Carried(Delta delta) -> {
          if (!snapshots.apply(delta)) {
            load(delta.scope(), delta.to());
          }
        }
        case Announcement.Named(Scope scope, long revision) -> load(scope, revision);
      }
    });
  }

  /// PostgreSQL said this. Returns at once.
  void hinted(Announcement hint) {
    submitIn(GRACE_MILLIS, () -> load(hint.scope(), hint.revision()));
  }

  /// Something that the change channel said may have been missed. Returns at once.
  void check() {
    submit(this::compare);
  }

  /// Something that PostgreSQL said may have been missed, and it can be reached. Returns at once.
  void checkTruth() {
    submit(() -> {
      doubtful = true;
      truthDue = System.nanoTime();
      compare();
    });
  }

  private void checkAndGoOn() {
    try {
      compare();
    } finally {
      long wait = CHECK_MILLIS - JITTER_MILLIS + random.nextInt(2 * JITTER_MILLIS);
      submitIn(wait, this::checkAndGoOn);
    }
  }

  /// Loads every environment whose revision is not the one that is held.
  private void compare() {
    Map<Scope, Long> cached = cachedRevisions();
    loadAll(cached);
    if (cached.isEmpty() || (doubtful && System.nanoTime() - truthDue >= 0)) {
      truthDue = System.nanoTime() + TRUTH_PAUSE;
      loadAll(truth.revisions());
      doubtful = false;
    }
    if (!doubtful) {
      snapshots.complete();
    }
  }

  private Map<Scope, Long> cachedRevisions() {
    try {
      return cache.revisions();
    } catch (Unavailable _) {
      return Map.of(); // the next nearest knows them too
    }
  }

  private void loadAll(Map<Scope, Long> revisions) {
    try {
      revisions.forEach(this::load);
    } finally {
      snapshots.loaded(); // or what there is, when a store fails in between
    }
  }

  /// Brings an environment to at least this revision.
  private void load(Scope scope, long revision) {
    if (snapshots.revision(scope) >= revision) {
      return;
    }
    loadCached(scope);
    long held = snapshots.revision(scope);
    if (held < revision) {
      truth.newerThan(scope, Math.max(held, 0)).ifPresent(this::applyAndRefill);
    }
  }

  private void loadCached(Scope scope) {
    try {
      cache
          .newerThan(scope, snapshots.revision(scope), snapshots.versions(scope))
          .ifPresent(snapshots::apply);
    } catch (Unavailable _) {
      // the next nearest has it too
    }
  }

  private void applyAndRefill(Delta delta) {
    snapshots.apply(delta);
    try {
      cache.refill(delta);
    } catch (Unavailable _) {
      // flag-api refills it once it is back
    }
  }

  private void submit(Runnable work) {
    submitIn(0, work);
  }

  private void submitIn(long millis, Runnable work) {
    try {
      var _ = thread.schedule(guarded(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // closed meanwhile
    }
  }

  private Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
        if (lost) {
          lost = false;
          LOG.info("stores-reached");
        }
      } catch (Unavailable e) {
        doubtful = true;
        if (!lost) {
          lost = true;
          LOG.warning("stores-not-reached", "why", e.why());
        }
      } catch (RuntimeException e) {
        LOG.error("refresh-failed", e);
      }
    };
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /// The nearest store, perhaps away, empty or behind.
  interface Cache {
    /// The revision of every environment that it has.
    Map<Scope, Long> revisions();

    /// What leads on from a snapshot of these documents; empty when it is not further.
    Optional<Delta> newerThan(Scope scope, long revision, Map<DocumentName, Integer> held);

    /// Takes what it did not have.
    void refill(Delta delta);
  }

  /// The store that knows.
  interface Truth {
    /// The revision of every environment.
    Map<Scope, Long> revisions();

    /// What changed behind a revision; empty when there is no such environment.
    Optional<Delta> newerThan(Scope scope, long revision);
  }
}
