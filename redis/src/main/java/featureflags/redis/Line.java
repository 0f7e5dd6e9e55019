package featureflags.redis;

import featureflags.catalog.Unavailable;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection, made when first used.
///
/// Once made, the driver mends it by itself, or, if it is brittle, it is replaced. While it cannot
/// be made, there is one attempt at a time, whoever asks meanwhile waits for that one, and after a
/// failure whoever asks is refused at once for a moment. A connection that swallows commands
/// without any answer is given up for a new one: the other end may be gone without having said so.
/// So is one to a server that has become a replica: the address may lead elsewhere by now.
final class Line implements AutoCloseable {
  private static final long PAUSE_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(100);

  /// After how many deadlines without any answer a connection is given up.
  private static final int PATIENCE = 5;

  /// Commands that wait for a server that hangs; more are refused. The driver still holds those
  /// whose time is over, so its own bound must be above the patience's worth of them.
  private static final int MAX_WAITING = 2048;

  static final int DRIVER_BOUND = (PATIENCE + 2) * MAX_WAITING;

  private final AtomicInteger waiting = new AtomicInteger();
  private final Supplier<CompletableFuture<StatefulRedisConnection<String, byte[]>>> connector;
  private final Duration deadline;
  private final boolean mends;
  private final Object lock = new Object();
  private @Nullable CompletableFuture<StatefulRedisConnection<String, byte[]>> attempt;
  private long failedAt;
  private boolean closed;
  private volatile long answeredAt = System.nanoTime();

  private Line(
      Supplier<CompletableFuture<StatefulRedisConnection<String, byte[]>>> connector,
      Duration deadline,
      boolean mends) {
    this.connector = connector;
    this.deadline = deadline;
    this.mends = mends;
  }

  /// Over connections that the driver mends.
  static Line mending(
      Supplier<CompletableFuture<StatefulRedisConnection<String, byte[]>>> connector,
      Duration deadline) {
    return new Line(connector, deadline, true);
  }

  /// Over connections that the driver does not mend.
  static Line brittle(
      Supplier<CompletableFuture<StatefulRedisConnection<String, byte[]>>> connector,
      Duration deadline) {
    return new Line(connector, deadline, false);
  }

  /// Sends a command and waits for the answer.
  ///
  /// @param patience how long the answer may take, connecting included
  /// @throws Unavailable when there is none in time, or it is a refusal
  <T> T call(
      Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> command, Duration patience) {
    try {
      return send(command, patience).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Unavailable("Redis", cause(e));
    } catch (TimeoutException e) {
      throw new Unavailable("Redis", new TimeoutException("no answer within " + patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Redis", e);
    }
  }

  /// Sends a command and does not wait, not even for a connection: without one, it fails at once
  /// and one is being made. Never throws; the answer fails within about the deadline.
  <T> CompletableFuture<T> sendIfReady(
      Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> command) {
    return isReady()
        ? send(command, deadline)
        : CompletableFuture.failedFuture(new RedisException("not connected"));
  }

  private <T> CompletableFuture<T> send(
      Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> command,
      Duration patience) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return CompletableFuture.failedFuture(
          new RejectedExecutionException("%d commands are waiting".formatted(MAX_WAITING)));
    }
    return connection()
        .thenCompose(connection -> send(connection, command, patience))
        .whenComplete((_, _) -> waiting.decrementAndGet());
  }

  private <T> CompletionStage<T> send(
      StatefulRedisConnection<String, byte[]> connection,
      Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> command,
      Duration patience) {
    if (!connection.getTimeout().equals(patience)) {
      connection.setTimeout(patience);
    }
    return command
        .apply(connection.async())
        .whenComplete((_, failure) -> watch(connection, failure, patience));
  }

  /// The connection, or the attempt to make it that is under way.
  CompletableFuture<StatefulRedisConnection<String, byte[]>> connection() {
    synchronized (lock) {
      if (closed) {
        return CompletableFuture.failedFuture(new IllegalStateException("closed"));
      }
      CompletableFuture<StatefulRedisConnection<String, byte[]>> current = attempt;
      if (current != null && isOver(current)) {
        var _ = current.thenCompose(StatefulRedisConnection::closeAsync);
        current = null;
      }
      if (current == null) {
        current = connect();
        attempt = current;
      }
      return current;
    }
  }

  private boolean isOver(CompletableFuture<StatefulRedisConnection<String, byte[]>> current) {
    if (current.isCompletedExceptionally()) {
      return pauseIsOver();
    }
    return !mends && current.isDone() && !current.join().isOpen();
  }

  private boolean isReady() {
    var current = connection();
    return current.isDone() && !current.isCompletedExceptionally();
  }

  /// Waits for a connection, up to the deadline.
  void awaitReady() {
    settled(connection());
  }

  /// Waits for something to succeed or fail, up to the deadline.
  private void settled(CompletableFuture<?> something) {
    try {
      something.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      // Whoever needs to know will see.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean pauseIsOver() {
    return System.nanoTime() - failedAt > PAUSE_AFTER_FAILURE;
  }

  private CompletableFuture<StatefulRedisConnection<String, byte[]>> connect() {
    CompletableFuture<StatefulRedisConnection<String, byte[]>> made = connector.get();
    var bounded =
        made.copy().orTimeout(deadline.multipliedBy(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
    return bounded.whenComplete((_, failure) -> {
      if (failure == null) {
        answeredAt = System.nanoTime();
      } else {
        synchronized (lock) {
          failedAt = System.nanoTime();
        }
        var _ = made.thenCompose(StatefulRedisConnection::closeAsync);
      }
    });
  }

  private void watch(
      StatefulRedisConnection<String, byte[]> connection,
      @Nullable Throwable failure,
      Duration patience) {
    long now = System.nanoTime();
    if (failure == null) {
      answeredAt = now;
      return;
    }
    Throwable cause = cause(failure);
    boolean silent =
        cause instanceof RedisCommandTimeoutException
            && now - answeredAt > patience.toNanos() * PATIENCE;
    if (silent || cause instanceof RedisReadOnlyException) {
      giveUp(connection);
    }
  }

  private void giveUp(StatefulRedisConnection<String, byte[]> connection) {
    synchronized (lock) {
      if (attempt == null || !attempt.getNow(connection).equals(connection)) {
        return;
      }
      attempt = null;
    }
    var _ = connection.closeAsync();
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause != null
            && (failure instanceof ExecutionException || failure instanceof CompletionException)
        ? cause(cause)
        : failure;
  }

  /// Closes the connection, if there is one, and waits a moment for that.
  @Override
  public void close() {
    CompletableFuture<StatefulRedisConnection<String, byte[]>> last;
    synchronized (lock) {
      closed = true;
      last = attempt;
    }
    if (last != null) {
      settled(last.thenCompose(StatefulRedisConnection::closeAsync));
    }
  }
}
