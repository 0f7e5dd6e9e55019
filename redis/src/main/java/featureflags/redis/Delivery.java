package featureflags.redis;

import featureflags.catalog.Evaluations;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The thread that takes events from the queue to Redis, or to the spool.
///
/// It has two ways of working. While the spool is empty, entries go straight to Redis, up to a
/// window of unacknowledged ones; an entry that fails goes to the spool. While the spool is not
/// empty, new entries go behind what is in it, and its front is sent, window by window, each entry
/// leaving the spool when it is acknowledged. One failure ends a window; the next is tried a moment
/// later. The window is always empty before the way of working changes, so that entries keep their
/// order but for those that fail between others that do not.
final class Delivery implements Runnable {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

  /// How long nothing must happen before the thread stops looking and must be woken.
  private static final long QUIET = TimeUnit.SECONDS.toNanos(1);

  private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
  private static final int WINDOW = 64;
  private static final long WINDOW_BYTES = 16L * 1024 * 1024;

  private final EventQueue queue;
  private final Tally tally;
  private final Spool spool;
  private final Entrance entrance;
  private final long linger;
  private final long betweenAttempts;
  private final long closing;
  private final Thread thread;
  private final Batch batch = new Batch();
  private final Deque<Sending> window = new ArrayDeque<>();
  private long windowBytes;
  private boolean windowFailed;
  private int width = 1;
  private long busyAt = System.nanoTime();
  private long takenAt = System.nanoTime();
  private long retryAt = System.nanoTime();
  private volatile boolean hurried;
  private volatile boolean asleep;
  private volatile boolean stopping;

  /// How long the thread waits for what.
  ///
  /// @param linger an event for company
  /// @param betweenAttempts until the spool is tried again after a failure
  /// @param closing for answers, before it leaves the rest on disk
  record Pace(Duration linger, Duration betweenAttempts, Duration closing) {
    static Pace usual(Duration closing) {
      return new Pace(Duration.ofMillis(20), Duration.ofMillis(200), closing);
    }
  }

  /// The way into the stream.
  @FunctionalInterface
  interface Entrance {
    /// Adds an entry. Never throws and never waits: the answer comes, or fails, within a bound.
    CompletableFuture<?> add(byte[] payload);
  }

  /// An entry on its way to Redis.
  private record Sending(Packed entry, CompletableFuture<?> answer, boolean fromSpool) {
    boolean failed() {
      return !answer.isDone() || answer.isCompletedExceptionally();
    }
  }

  private Delivery(EventQueue queue, Tally tally, Spool spool, Entrance entrance, Pace pace) {
    this.queue = queue;
    this.tally = tally;
    this.spool = spool;
    this.entrance = entrance;
    this.linger = pace.linger().toNanos();
    this.betweenAttempts = pace.betweenAttempts().toNanos();
    this.closing = pace.closing().toNanos();
    this.thread = Thread.ofPlatform().name("event-sender").daemon().unstarted(this);
  }

  /// @param spool what is in it counts as accepted; closed by this delivery
  static Delivery start(EventQueue queue, Tally tally, Spool spool, Entrance entrance, Pace pace) {
    var delivery = new Delivery(queue, tally, spool, entrance, pace);
    tally.accepted(spool.events());
    tally.spooled(spool.events());
    delivery.thread.start();
    return delivery;
  }

  /// Has the thread look at the queue now.
  void hurry() {
    hurried = true;
    LockSupport.unpark(thread);
  }

  /// Has the thread look at the queue soon. Costs nearly nothing while it looks by itself.
  void wakeIfAsleep() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  boolean isAsleep() {
    return asleep;
  }

  void close() {
    queue.close();
    stopping = true;
    hurry();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try (spool) {
      while (!stopping) {
        step();
        pause();
      }
      long closeBy = System.nanoTime() + closing;
      while (somethingMoves() && System.nanoTime() < closeBy) {
        hurried = true;
        step();
        LockSupport.parkNanos(linger);
      }
      leaveOnDisk();
    } finally {
      abandon();
    }
  }

  private boolean somethingMoves() {
    return queue.size() > 0 || !window.isEmpty();
  }

  private void step() {
    settle();
    if (!spool.isEmpty()) {
      takeToSpool();
      replay();
    } else if (!windowFailed) {
      takeToRedis();
    }
  }

  /// Counts what has been answered, in the order it was sent.
  private void settle() {
    for (Sending first = window.peekFirst();
        first != null && first.answer().isDone();
        first = window.peekFirst()) {
      window.removeFirst();
      windowBytes -= first.entry().payload().length;
      settle(first);
    }
    if (windowFailed && window.isEmpty()) {
      windowFailed = false;
      width = 1;
      retryAt = System.nanoTime() + betweenAttempts;
    }
  }

  private void settle(Sending sending) {
    if (sending.failed()) {
      windowFailed = true;
      if (!sending.fromSpool()) {
        spool(sending.entry());
      }
    } else if (!sending.fromSpool()) {
      sent(sending.entry());
    } else if (!windowFailed) {
      width = WINDOW;
      spool.remove(sending.entry());
      sent(sending.entry());
      if (spool.isEmpty()) {
        LOG.log(Level.INFO, "event=spool-emptied");
      }
    }
  }

  private void sent(Packed entry) {
    tally.sent(entry.events());
    tally.spooled(spool.events());
    entry.tell(Fate.SENT);
  }

  private void spool(Packed entry) {
    boolean first = spool.isEmpty();
    if (spool.append(entry)) {
      tally.spooled(spool.events());
      entry.tell(Fate.SPOOLED);
      if (first) {
        LOG.log(Level.WARNING, "event=spool-started");
      }
    } else {
      drop(entry);
    }
  }

  private void drop(Packed entry) {
    tally.dropped(entry.events());
    entry.tell(Fate.DROPPED);
  }

  private void refuse(Evaluations evaluations, CompletableFuture<Fate> receipt) {
    tally.dropped(evaluations.count());
    receipt.complete(Fate.DROPPED);
  }

  private void takeToRedis() {
    while (due() && window.size() < WINDOW && windowBytes < WINDOW_BYTES && take() > 0) {
      batch.pack(entry -> send(entry, false), this::refuse);
    }
  }

  private void takeToSpool() {
    boolean liveOnTheirWay = !window.isEmpty() && !window.getFirst().fromSpool();
    while (!liveOnTheirWay && due() && take() > 0) {
      batch.pack(this::spool, this::refuse);
    }
  }

  /// Sends the front of the spool: a single entry to try, then whole windows.
  private void replay() {
    if (!window.isEmpty() || System.nanoTime() - retryAt < 0) {
      return;
    }
    try {
      spool.first(width, WINDOW_BYTES).forEach(entry -> send(entry, true));
    } catch (IOException e) {
      long lost = spool.skip();
      tally.dropped(lost);
      tally.spooled(spool.events());
      LOG.log(Level.ERROR, "event=spool-unreadable events=" + lost, e);
    }
  }

  private void send(Packed entry, boolean fromSpool) {
    CompletableFuture<?> answer = entrance.add(entry.payload());
    window.addLast(new Sending(entry, answer, fromSpool));
    windowBytes += entry.payload().length;
    var _ = answer.whenComplete((_, _) -> LockSupport.unpark(thread));
  }

  private boolean due() {
    return hurried || queue.size() >= Batch.ENOUGH || System.nanoTime() - takenAt >= linger;
  }

  private int take() {
    hurried = false;
    takenAt = System.nanoTime();
    int taken = queue.take(Batch.ENOUGH, batch::add);
    if (taken > 0) {
      busyAt = takenAt;
    }
    return taken;
  }

  private void pause() {
    long now = System.nanoTime();
    boolean idle = window.isEmpty() && spool.isEmpty() && now - busyAt > QUIET;
    if (!idle) {
      LockSupport.parkNanos(Math.max(takenAt + linger - now, SHORTEST_PAUSE));
      return;
    }
    asleep = true;
    if (queue.size() == 0 && !hurried && !stopping) {
      LockSupport.parkNanos(QUIET);
    }
    asleep = false;
  }

  /// What neither Redis has acknowledged nor the spool holds goes to the spool.
  private void leaveOnDisk() {
    settle();
    for (Sending sending : window) {
      if (!sending.fromSpool()) {
        settle(sending);
      }
    }
    window.clear();
    while (queue.size() > 0) {
      if (take() == 0) {
        Thread.onSpinWait();
      }
      batch.pack(this::spool, this::refuse);
    }
  }

  /// Should the thread ever end by a failure, nobody waits for it in vain, and what it leaves
  /// counts as dropped.
  private void abandon() {
    queue.close();
    for (Sending sending : window) {
      if (!sending.fromSpool()) {
        drop(sending.entry());
      }
    }
    batch.forget(this::refuse);
    while (queue.size() > 0) {
      queue.take(Batch.ENOUGH, this::refuse);
    }
  }
}
