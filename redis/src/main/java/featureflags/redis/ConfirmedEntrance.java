package featureflags.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The way into the stream by which an entry counts as taken only when replicas have it too, so
/// that it survives the loss of the server.
///
/// `WAIT` tells how many replicas have what was written before it over the same connection. So the
/// line must be brittle: over a connection that was mended, perhaps to another server, it would
/// tell of nothing, and be believed.
///
/// While replicas do not confirm, nothing more is written: each attempt only asks again, so that an
/// outage of theirs does not fill the stream with what is sent again after it.
///
/// @see <a href="https://redis.io/docs/latest/commands/wait/">WAIT</a>
final class ConfirmedEntrance implements Delivery.Entrance {
  private static final System.Logger LOG = System.getLogger(ConfirmedEntrance.class.getName());

  private final Line line;
  private final int replicas;
  private final Duration patience;
  private Optional<Route> current = Optional.empty();

  /// @param line brittle
  /// @param replicas how many must confirm; at least one
  /// @param patience how long they may take; well below the line's deadline
  ConfirmedEntrance(Line line, int replicas, Duration patience) {
    this.line = line;
    this.replicas = replicas;
    this.patience = patience;
  }

  @Override
  public CompletableFuture<?> add(byte[] payload) {
    return line.sendIfReady(commands -> route(commands).add(payload));
  }

  private synchronized Route route(RedisAsyncCommands<String, byte[]> commands) {
    Route route =
        current.filter(last -> last.commands.equals(commands)).orElseGet(() -> new Route(commands));
    current = Optional.of(route);
    return route;
  }

  /// One connection, and how far what was written over it is confirmed.
  private final class Route {
    private final RedisAsyncCommands<String, byte[]> commands;
    private boolean asking;
    private boolean doubtful;

    /// What the question after the one that is being asked will tell.
    private Optional<CompletableFuture<Long>> next = Optional.empty();

    Route(RedisAsyncCommands<String, byte[]> commands) {
      this.commands = commands;
    }

    CompletableFuture<Long> add(byte[] payload) {
      return isDoubtful() ? confirmation().thenCompose(_ -> written(payload)) : written(payload);
    }

    private synchronized boolean isDoubtful() {
      return doubtful;
    }

    /// Asked only when it was answered: before, the driver may send the question ahead of it.
    private CompletableFuture<Long> written(byte[] payload) {
      return EvaluationStream.add(commands, payload)
          .toCompletableFuture()
          .thenCompose(_ -> confirmation());
    }

    /// How many replicas have all that has been written until now; fails when too few.
    private synchronized CompletableFuture<Long> confirmation() {
      if (!asking) {
        return ask(new CompletableFuture<>());
      }
      var waiting = next.orElseGet(CompletableFuture::new);
      next = Optional.of(waiting);
      return waiting;
    }

    private CompletableFuture<Long> ask(CompletableFuture<Long> answer) {
      asking = true;
      var _ =
          commands
              .waitForReplication(replicas, patience.toMillis())
              .toCompletableFuture()
              .thenApply(ConfirmedEntrance.this::enough)
              .whenComplete((reached, failure) -> {
                if (failure == null) {
                  confirmed(answer, reached);
                } else {
                  refused(answer, demotion(Line.cause(failure)));
                }
              });
      return answer;
    }

    private void confirmed(CompletableFuture<Long> answer, long reached) {
      synchronized (this) {
        asking = false;
        doubtful = false;
        var waiting = next;
        next = Optional.empty();
        waiting.ifPresent(other -> {
          var _ = ask(other);
        });
      }
      answer.complete(reached);
    }

    /// Those who wait for the next question are refused as well.
    private void refused(CompletableFuture<Long> answer, Throwable failure) {
      Optional<CompletableFuture<Long>> waiting;
      boolean first;
      synchronized (this) {
        asking = false;
        first = !doubtful;
        doubtful = true;
        waiting = next;
        next = Optional.empty();
      }
      if (first) {
        LOG.log(Level.WARNING, "event=unconfirmed problem=" + failure.getMessage());
      }
      answer.completeExceptionally(failure);
      waiting.ifPresent(other -> other.completeExceptionally(failure));
    }
  }

  /// A server refuses the question when it has become a replica; the line leaves it then.
  private static Throwable demotion(Throwable failure) {
    return failure instanceof RedisCommandExecutionException refusal
        ? new RedisReadOnlyException(refusal.getMessage())
        : failure;
  }

  private long enough(long reached) {
    if (reached < replicas) {
      throw new RedisException(
          "%d of %d replicas have what was written".formatted(reached, replicas));
    }
    return reached;
  }
}
