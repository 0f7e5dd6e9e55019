package featureflags.redis;

import featureflags.catalog.Announcement;
import featureflags.json.DeltaShape;
import featureflags.json.InvalidDocument;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Somebody who listens to the change channel, until closed.
public final class Subscription implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

  /// Messages that wait for a slow listener: at most 64 MiB of them.
  private static final int MAX_WAITING = 256;

  /// What the thread is woken with when there is no message.
  private static final byte[] WAKE = {};

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

  /// After how long a silence the server is asked whether it is still there.
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Redis redis;
  private final Consumer<Announcement> listener;
  private final Runnable reconnected;
  private final BlockingQueue<byte[]> messages = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread;
  private volatile boolean missed;
  private volatile boolean closed;

  private Subscription(Redis redis, Consumer<Announcement> listener, Runnable reconnected) {
    this.redis = redis;
    this.listener = listener;
    this.reconnected = reconnected;
    this.thread = Thread.ofVirtual().name("change-channel").unstarted(this::run);
  }

  static Subscription start(Redis redis, Consumer<Announcement> listener, Runnable reconnected) {
    var subscription = new Subscription(redis, listener, reconnected);
    subscription.thread.start();
    return subscription;
  }

  private void run() {
    try {
      while (!closed) {
        listen();
        passOn(BETWEEN_ATTEMPTS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Connects, and passes messages on for as long as the connection answers. The driver mends a
  /// broken one and subscribes again; a silent one is given up for a new one.
  private void listen() throws InterruptedException {
    var connecting = redis.listen();
    StatefulRedisPubSubConnection<String, byte[]> connection;
    try {
      connection = connecting.get();
    } catch (ExecutionException _) {
      return;
    } catch (InterruptedException e) {
      var _ = connecting.thenCompose(StatefulRedisPubSubConnection::closeAsync);
      throw e;
    }
    connection.addListener(new Ear());
    try {
      if (answers(connection.async().subscribe(Keys.CHANGES))) {
        boolean alive = true;
        while (alive && !closed) {
          alive = passOn(SILENCE) || !connection.isOpen() || answers(connection.async().ping());
        }
      }
    } finally {
      connection.close();
    }
  }

  private boolean answers(RedisFuture<?> question) throws InterruptedException {
    try {
      question.get(redis.deadline().toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException _) {
      return false;
    }
  }

  /// Passes the next message on; false when there was none in time.
  private boolean passOn(Duration patience) throws InterruptedException {
    byte[] message = closed ? null : messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (closed) {
      return false;
    }
    if (missed) {
      missed = false;
      tell(reconnected);
    }
    if (message == null) {
      return false;
    }
    if (message.length > 0) {
      read(message);
    }
    return true;
  }

  private void read(byte[] message) {
    Announcement announcement;
    try {
      announcement = DeltaShape.read(message);
    } catch (InvalidDocument | IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "event=announcement-unreadable bytes={0} problem={1}",
          message.length,
          e.getMessage());
      return;
    }
    tell(() -> listener.accept(announcement));
  }

  /// A listener that fails once is told the next time all the same.
  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "event=announcement-failed", e);
    }
  }

  /// Stops listening, and waits a moment for a call that is under way.
  @Override
  public void close() {
    closed = true;
    wake();
    if (!Thread.currentThread().equals(thread)) {
      try {
        thread.join(redis.deadline());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// When there is no room for it, the thread is awake.
  private void wake() {
    boolean _ = messages.offer(WAKE);
  }

  /// Hears on the driver's thread, which must not wait.
  private final class Ear extends RedisPubSubAdapter<String, byte[]> {
    @Override
    public void message(String channel, byte[] message) {
      if (message.length > 0 && !messages.offer(message)) {
        missed = true;
      }
    }

    @Override
    public void subscribed(String channel, long count) {
      missed = true;
      wake();
    }
  }
}
