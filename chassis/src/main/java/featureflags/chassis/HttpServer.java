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
  /// How a server listens and what it puts up with.
  ///
  /// @param port 0 for any free one
  /// @param host the name or address to listen on, `0.0.0.0` for all
  /// @param eventLoops threads that read, write and run the routes that are on a loop
  /// @param maxBodyBytes the largest body; a larger one is a 413
  /// @param maxHeadBytes the largest request line (414), and the largest header (431)
  /// @param maxInFlight blocking handlers at work at once; beyond it 503
  /// @param idleTimeout how long a connection may take to bring its next request's head
  /// @param requestTimeout how long a request's body may take to arrive; beyond it 408
  /// @param quietPeriod how long a closing server goes on serving while it asks every client to
  ///   come back on another connection; it ends early when no connection is left
  /// @param drainTimeout how long after that the requests in flight may take to be answered
  /// @param http2 whether HTTP/2 in clear text is spoken too, by upgrade and by prior knowledge;
  ///   the first head of a connection is then bound by `idleTimeout` from byte to byte only
  public record Config(
      int port,
      String host,
      int eventLoops,
      int maxBodyBytes,
      int maxHeadBytes,
      int maxInFlight,
      Duration idleTimeout,
      Duration requestTimeout,
      Duration quietPeriod,
      Duration drainTimeout,
      boolean http2) {
    public Config {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port %d".formatted(port));
      }
      atLeastOne("eventLoops", eventLoops);
      atLeastOne("maxBodyBytes", maxBodyBytes);
      atLeastOne("maxHeadBytes", maxHeadBytes);
      atLeastOne("maxInFlight", maxInFlight);
    }

    private static void atLeastOne(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException("%s is %d".formatted(name, value));
      }
    }

    /// The usual: all addresses, a loop for each core, bodies to 1 MiB, heads to 16 KiB, 1024 in
    /// flight, 75 s idle, 30 s for a body, no quiet period, 20 s to drain, HTTP/1.1.
    public static Config on(int port) {
      return new Config(
          port,
          "0.0.0.0",
          Runtime.getRuntime().availableProcessors(),
          1024 * 1024,
          16 * 1024,
          1024,
          Duration.ofSeconds(75),
          Duration.ofSeconds(30),
          Duration.ZERO,
          Duration.ofSeconds(20),
          false);
    }

    /// The usual with what the environment says otherwise: `PORT`, `HTTP_HOST`, `HTTP_EVENT_LOOPS`,
    /// `HTTP_MAX_IN_FLIGHT`, `HTTP_IDLE_TIMEOUT`, `HTTP_REQUEST_TIMEOUT`, `HTTP_DRAIN_TIMEOUT`.
    ///
    /// @param fallbackPort what `PORT` is unless set
    public static Config from(Env env, int fallbackPort) {
      Config usual =
          on(env.port("PORT", fallbackPort, "The port to listen on; 0 for any free one."));
      int loops =
          env.integer(
              "HTTP_EVENT_LOOPS",
              0,
              0,
              1024,
              "Threads that read and write; 0 is one for each core");
      return usual
          .withHost(env.text("HTTP_HOST", usual.host, "Address to listen on; 0.0.0.0 is all"))
          .withEventLoops(loops == 0 ? usual.eventLoops : loops)
          .withMaxInFlight(
              env.integer(
                  "HTTP_MAX_IN_FLIGHT",
                  usual.maxInFlight,
                  1,
                  1_000_000,
                  "Requests that may wait for a store at once; beyond it 503"))
          .withTimeouts(
              env.duration(
                  "HTTP_IDLE_TIMEOUT",
                  usual.idleTimeout.toString(),
                  "How long a connection may stay without a request"),
              env.duration(
                  "HTTP_REQUEST_TIMEOUT",
                  usual.requestTimeout.toString(),
                  "How long a request's body may take to arrive"))
          .withClosing(
              usual.quietPeriod,
              env.duration(
                  "HTTP_DRAIN_TIMEOUT",
                  usual.drainTimeout.toString(),
                  "How long requests in flight may take to end when the service stops"));
    }

    /// The same with another address.
    public Config withHost(String name) {
      return new Config(
          port,
          name,
          eventLoops,
          maxBodyBytes,
          maxHeadBytes,
          maxInFlight,
          idleTimeout,
          requestTimeout,
          quietPeriod,
          drainTimeout,
          http2);
    }

    /// The same with so many event loops.
    public Config withEventLoops(int count) {
      return new Config(
          port,
          host,
          count,
          maxBodyBytes,
          maxHeadBytes,
          maxInFlight,
          idleTimeout,
          requestTimeout,
          quietPeriod,
          drainTimeout,
          http2);
    }

    /// The same with other bounds on a request, in bytes.
    public Config withSizes(int body, int head) {
      return new Config(
          port,
          host,
          eventLoops,
          body,
          head,
          maxInFlight,
          idleTimeout,
          requestTimeout,
          quietPeriod,
          drainTimeout,
          http2);
    }

    /// The same with another bound on the blocking handlers at work.
    public Config withMaxInFlight(int count) {
      return new Config(
          port,
          host,
          eventLoops,
          maxBodyBytes,
          maxHeadBytes,
          count,
          idleTimeout,
          requestTimeout,
          quietPeriod,
          drainTimeout,
          http2);
    }

    /// The same with other patience towards clients.
    public Config withTimeouts(Duration idle, Duration request) {
      return new Config(
          port,
          host,
          eventLoops,
          maxBodyBytes,
          maxHeadBytes,
          maxInFlight,
          idle,
          request,
          quietPeriod,
          drainTimeout,
          http2);
    }

    /// The same with another way to close.
    public Config withClosing(Duration quiet, Duration drain) {
      return new Config(
          port,
          host,
          eventLoops,
          maxBodyBytes,
          maxHeadBytes,
          maxInFlight,
          idleTimeout,
          requestTimeout,
          quiet,
          drain,
          http2);
    }

    /// The same with or without HTTP/2.
    public Config withHttp2(boolean spoken) {
      return new Config(
          port,
          host,
          eventLoops,
          maxBodyBytes,
          maxHeadBytes,
          maxInFlight,
          idleTimeout,
          requestTimeout,
          quietPeriod,
          drainTimeout,
          spoken);
    }
  }

  private static final Log LOG = Log.of(HttpServer.class);
  private static final Duration LONGEST_START = Duration.ofSeconds(30);

  private final Config config;
  private final Service service;
  private final Vertx vertx;
  private final List<Loop> loops = new ArrayList<>();
  private boolean closed;

  private HttpServer(Config config, Service service) {
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
  public static HttpServer start(Config config, Routes routes) {
    return start(config, new Service(config, routes, (_, _, _) -> {}));
  }

  /// A server that listens when this returns and times its answers, by route and status, in these
  /// metrics.
  ///
  /// @throws CannotListen when it cannot listen there
  public static HttpServer start(Config config, Routes routes, Metrics metrics) {
    return start(config, new Service(config, routes, new RequestTimers(metrics)::record));
  }

  private static HttpServer start(Config config, Service service) {
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
  /// requests in flight answered, and after `drainTimeout` whatever is left is cut off. Returns
  /// when the port is free and no handler is at work, or the time is over. Closing twice does
  /// nothing.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    quiesce();
    service.connections.awaitNone(config.quietPeriod());
    long end = System.nanoTime() + config.drainTimeout().toNanos();
    settle(
        Future.join(loops.stream().map(loop -> loop.shutdown(config.drainTimeout())).toList()),
        config.drainTimeout().plusSeconds(1));
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
