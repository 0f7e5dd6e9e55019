package featureflags.chassis;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A listening HTTP server. Several can live in one process; they share nothing.
///
/// Each failure has one place: a handler's exception becomes a problem document (see [Problems]);
/// so do bytes that are not HTTP, bodies and heads that are too large, and a body that does not
/// come in time; a client that goes away hurts nobody; a client that sends or reads too slowly is
/// dropped.
public final class HttpServer implements AutoCloseable {
  private static final Log LOG = Log.of(HttpServer.class);
  private static final Duration LONGEST_START = Duration.ofSeconds(30);

  private final ServerConfig config;
  private final Service service;
  private final Vertx vertx;
  private final List<Loop> loops = new ArrayList<>();
  private boolean closed;

  private HttpServer(ServerConfig config, Service service) {
    this.config = config;
    this.service = service;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(config.eventLoops())
                .setWorkerPoolSize(1)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
  }

  /// A server that listens when this returns.
  ///
  /// @throws CannotListen when it cannot listen there
  public static HttpServer start(ServerConfig config, Routes routes) {
    return start(config, new Service(config, routes, (_, _, _) -> {}));
  }

  /// A server that listens when this returns and times its answers, by route and status, in these
  /// metrics.
  ///
  /// @throws CannotListen when it cannot listen there
  public static HttpServer start(ServerConfig config, Routes routes, Metrics metrics) {
    return start(config, new Service(config, routes, new RequestTimers(metrics)::record));
  }

  private static HttpServer start(ServerConfig config, Service service) {
    HttpServer server = new HttpServer(config, service);
    try {
      server.listen();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void listen() {
    for (int i = 0; i < config.eventLoops(); i++) {
      deploy(new Loop(config, service));
    }
  }

  private void deploy(Loop loop) {
    try {
      await(vertx.deployVerticle(loop, new DeploymentOptions()), LONGEST_START);
    } catch (ExecutionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw new CannotListen(
          config.host(), config.port(), String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new CannotListen(config.host(), config.port(), "it takes too long", e);
    }
    loops.add(loop);
  }

  /// The port that it listens on.
  public int port() {
    return loops.getFirst().port();
  }

  /// Requests that are being read or answered now.
  public int inFlight() {
    return service.requests.now();
  }

  /// Asks every client, from now on, to come back on another connection (`Connection: close`), and
  /// goes on serving.
  public void quiesce() {
    service.leaving = true;
  }

  /// Drains, then closes: first the quiet period, then no new connections, idle ones closed,
  /// requests in flight answered, and after the time to drain whatever is left is cut off. Returns
  /// when the port is free and no handler is at work, or the time is over. Closing twice does
  /// nothing.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    quiesce();
    service.connections.awaitNone(config.patience().quiet());
    long end = System.nanoTime() + config.patience().drain().toNanos();
    settle(
        Future.join(loops.stream().map(loop -> loop.shutdown(config.patience().drain())).toList()),
        config.patience().drain().plusSeconds(1));
    if (!service.requests.awaitNone(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
      LOG.warning("drain-incomplete", "requests", service.requests.now());
    }
    settle(vertx.close(), LONGEST_START);
  }

  private static void settle(Future<?> future, Duration longest) {
    try {
      await(future, longest);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warning("close-incomplete", e);
    }
  }

  private static void await(Future<?> future, Duration longest)
      throws ExecutionException, TimeoutException {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
