package featureflags.auditworker;

import featureflags.catalog.Recorded;
import featureflags.catalog.Unavailable;
import featureflags.catalog.Unstorable;
import featureflags.chassis.Log;
import featureflags.chassis.Threads;
import featureflags.json.InvalidDocument;
import featureflags.json.StreamEntryShape;
import featureflags.postgres.DeadLetters;
import featureflags.postgres.EvaluationTrail;
import featureflags.redis.EvaluationStream;
import featureflags.redis.StreamEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Moves the evaluation stream into the trail: read, store in one transaction, acknowledge after
/// the commit, trim. Wherever it is cut off, what was not acknowledged comes again, and storing an
/// event again changes nothing.
///
/// An entry that cannot be stored is parted from its batch, which goes on without it, and after
/// five attempts it is kept as a dead letter.
///
/// Several may run beside each other, as lanes of one worker or in several, each under a name of
/// its own.
final class Drain implements AutoCloseable {
  private static final Log LOG = Log.of(Drain.class);
  private static final int MAX_ATTEMPTS = 5;
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(200);

  /// How often within the time that makes an entry free to take such entries are looked for.
  private static final int LOOKS = 6;

  private final EvaluationStream stream;
  private final EvaluationTrail trail;
  private final DeadLetters deadLetters;
  private final String worker;
  private final BatchSize batch;
  private final Duration takeOver;
  private final Tallies tallies;
  private final Map<String, Integer> attempts = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// Whether entries that were read before may still be waiting.
  private boolean recovering = true;

  private boolean away;

  private long nextClaim = System.nanoTime();

  private Drain(
      EvaluationStream stream,
      EvaluationTrail trail,
      DeadLetters deadLetters,
      String worker,
      Settings settings,
      Tallies tallies) {
    this.stream = stream;
    this.trail = trail;
    this.deadLetters = deadLetters;
    this.worker = worker;
    this.batch = new BatchSize(settings.batch());
    this.takeOver = settings.takeOver();
    this.tallies = tallies;
    this.thread = Thread.ofPlatform().name("drain-" + worker).unstarted(this::run);
  }

  /// @param worker the name under which it takes entries
  static Drain start(
      EvaluationStream stream,
      EvaluationTrail trail,
      DeadLetters deadLetters,
      String worker,
      Settings settings,
      Tallies tallies) {
    var drain = new Drain(stream, trail, deadLetters, worker, settings, tallies);
    drain.thread.start();
    return drain;
  }

  private void run() {
    while (!closed(Duration.ZERO)) {
      try {
        step();
        reached();
      } catch (Unavailable e) {
        recovering = true;
        batch.failed();
        missed(e);
        closed(RETRY);
      } catch (RuntimeException | Error e) { // whatever it is, nobody else drains in its stead
        recovering = true;
        batch.failed();
        LOG.error("drain-failed", e);
        closed(CALM);
      }
    }
  }

  private void step() {
    if (recovering) {
      List<StreamEntry> left = stream.pending(worker, batch.entries());
      recovering = !left.isEmpty();
      store(left);
    }
    if (System.nanoTime() - nextClaim >= 0) {
      nextClaim = System.nanoTime() + takeOver.dividedBy(LOOKS).toNanos();
      store(stream.claim(worker, takeOver, batch.entries()));
    }
    store(stream.read(worker, batch.entries(), recovering ? RETRY : CALM));
  }

  private void store(List<StreamEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    if (BatchSize.isTooLarge(entries)) {
      halves(entries).forEach(this::store);
      return;
    }
    List<String> done = new ArrayList<>();
    storeOrPart(entries, done);
    if (!done.isEmpty()) {
      batch.stored(entries);
      stream.acknowledge(done);
      done.forEach(attempts::remove);
      stream.trim();
    }
  }

  /// Stores the entries in one transaction; when that is refused, each half in its own.
  private void storeOrPart(List<StreamEntry> entries, List<String> done) {
    try {
      var recorded =
          Recorded.of(
              entries.stream().map(entry -> StreamEntryShape.unpack(entry.payload())).toList());
      tallies.stored(recorded.evaluations(), trail.store(recorded));
      entries.forEach(entry -> done.add(entry.id()));
    } catch (InvalidDocument | Unstorable e) {
      if (entries.size() == 1) {
        fail(entries.getFirst(), e, done);
      } else {
        halves(entries).forEach(half -> storeOrPart(half, done));
      }
    }
  }

  private static List<List<StreamEntry>> halves(List<StreamEntry> entries) {
    int middle = entries.size() / 2;
    return List.of(entries.subList(0, middle), entries.subList(middle, entries.size()));
  }

  private void fail(StreamEntry entry, RuntimeException cause, List<String> done) {
    if (attempts.merge(entry.id(), 1, Integer::sum) < MAX_ATTEMPTS) {
      recovering = true;
      return;
    }
    deadLetters.keep(entry.id(), entry.payload(), cause.toString());
    tallies.buried();
    done.add(entry.id());
    LOG.warning("entry-buried", "entry", entry.id(), "why", cause.toString());
  }

  private void reached() {
    if (away) {
      away = false;
      LOG.info("stores-reached");
    }
  }

  private void missed(Unavailable e) {
    if (!away) {
      away = true;
      LOG.warning("store-not-reached", "store", e.store(), "why", e.why());
    }
  }

  private boolean closed(Duration wait) {
    try {
      return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  /// Ends with the batch that is being stored.
  @Override
  public void close() {
    closing.countDown();
    Threads.awaitEnd(thread);
  }
}
