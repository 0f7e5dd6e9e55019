package featureflags.redis;

import featureflags.catalog.Evaluations;
import featureflags.catalog.EventCounts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Sends evaluation events to the stream without making anybody wait.
///
/// Events wait in a bounded queue. One thread packs them into entries and sends those, many at a
/// time. What Redis does not take goes to a spool on disk, and from there to Redis when it is back,
/// in order, also by the next process. What neither the queue nor the spool has room for is counted
/// as dropped.
///
/// An event counts as sent when Redis has it, or, where the settings say so, when replicas have it
/// as well: what they have not confirmed is sent again to the server that takes the place of a lost
/// one.
///
/// An event may be in the stream more than once: whoever stores it must go by its id.
public final class EventSender implements AutoCloseable {
  private final EventQueue queue;
  private final Tally tally;
  private final Line line;
  private final Delivery delivery;

  /// Takes over what an earlier process left in the spool, waits up to the deadline for a
  /// connection, and starts, with one or without.
  ///
  /// @throws IllegalStateException when another sender uses the spool directory
  /// @throws java.io.UncheckedIOException when the spool cannot be used
  public EventSender(Redis redis, EventSettings settings) {
    var spool = Spool.open(settings.spool(), settings.spoolBytes());
    this.queue = new EventQueue(settings.queueCapacity());
    this.tally = new Tally();
    this.line = settings.replicas() > 0 ? redis.brittleLine() : redis.line();
    line.awaitReady();
    this.delivery =
        Delivery.start(
            queue,
            tally,
            spool,
            entrance(redis, settings),
            Delivery.Pace.usual(settings.closing()));
  }

  private Delivery.Entrance entrance(Redis redis, EventSettings settings) {
    if (settings.replicas() > 0) {
      return new ConfirmedEntrance(line, settings.replicas(), redis.deadline().dividedBy(2));
    }
    return payload -> line.sendIfReady(commands -> EvaluationStream.add(commands, payload));
  }

  /// Takes the record of a request. Never waits and never throws: events without room are counted
  /// as dropped.
  public void accept(Evaluations evaluations) {
    offer(evaluations, Tally.NOBODY);
    delivery.wakeIfAsleep();
  }

  /// Takes the record of a request, and tells when it is safe: in the stream, or in a file that
  /// survives the end of this process (but not a loss of power). Does not wait, and the stage never
  /// fails: it says so when it was dropped.
  ///
  /// What is made to follow the stage directly runs on the thread that sends all events; let it be
  /// short, or use the `Async` methods.
  public CompletionStage<Fate> handOver(Evaluations evaluations) {
    var receipt = new CompletableFuture<Fate>();
    if (offer(evaluations, receipt)) {
      delivery.hurry();
    } else {
      receipt.complete(Fate.DROPPED);
    }
    return receipt;
  }

  private boolean offer(Evaluations evaluations, CompletableFuture<Fate> receipt) {
    tally.accepted(evaluations.count());
    if (queue.offer(evaluations, receipt)) {
      return true;
    }
    tally.dropped(evaluations.count());
    return false;
  }

  /// What became of the events so far.
  public EventCounts counts() {
    return tally.counts();
  }

  /// Whether the thread that sends waits to be woken.
  boolean isAsleep() {
    return delivery.isAsleep();
  }

  /// Takes no more events (they count as dropped), sends those that wait, and leaves on disk what
  /// Redis does not take in time.
  @Override
  public void close() {
    delivery.close();
    line.close();
  }
}
