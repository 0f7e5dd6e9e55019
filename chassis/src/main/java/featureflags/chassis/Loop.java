package featureflags.chassis;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One event loop's part of a server: its connections and what they are about. All state is touched
/// by the loop's own thread only.
final class Loop implements Deployable {
  private static final Duration LONGEST_TICK = Duration.ofMillis(250);
  private static final int TICKS_IN_A_TIMEOUT = 8;

  final ServerConfig config;
  final Service service;
  final Dispatch dispatch = new Dispatch(this);

  private final long tick;
  private final Map<HttpConnection, Connection> connections = new HashMap<>();
  private long now = System.nanoTime();
  private @Nullable Context context;
  private io.vertx.core.http.@Nullable HttpServer server;

  Loop(ServerConfig config, Service service) {
    this.config = config;
    this.service = service;
    this.tick =
        Math.clamp(
            config.patience().shortest().toMillis() / TICKS_IN_A_TIMEOUT,
            1,
            LONGEST_TICK.toMillis());
  }

  @Override
  public Future<?> deploy(Context own) {
    context = own;
    Vertx vertx = own.owner();
    vertx.setPeriodic(tick, _ -> sweep());
    server =
        vertx
            .createHttpServer(options())
            .connectionHandler(this::opened)
            .requestHandler(this::begin)
            .invalidRequestHandler(this::refuse)
            // A connection that breaks is the client's business, and its requests hear of it.
            .exceptionHandler(_ -> {});
    return server.listen(address());
  }

  /// Port 0 would give each loop a free port of its own; all are to share one.
  private SocketAddress address() {
    return config.port() == 0
        ? SocketAddress.sharedRandomPort(1, config.host())
        : SocketAddress.inetSocketAddress(config.port(), config.host());
  }

  private HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions();
    options
        .setMaxInitialLineLength(config.limits().headBytes())
        .setMaxHeaderSize(config.limits().headBytes())
        // Without these two a handler for WebSockets breaks connections that pipeline deeply.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setHttp2ClearTextEnabled(config.http2());
    if (config.http2()) {
      // Before the version is clear a connection is not known here. All others are swept, for this
      // timeout reads the clock with whatever comes or goes.
      long backstop = Math.max(1, config.patience().idle().toMillis() * 2);
      options
          .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
          .setIdleTimeout(Math.toIntExact(Math.min(Integer.MAX_VALUE, backstop)));
    }
    return options;
  }

  int port() {
    return started(server).actualPort();
  }

  Future<Void> shutdown(Duration timeout) {
    return started(server).shutdown(timeout);
  }

  /// Runs a task of a handler's thread on this loop's.
  ///
  /// @throws StreamCut when the server closed without waiting any longer for that handler
  void execute(Runnable task) throws StreamCut {
    try {
      started(context).runOnContext(_ -> task.run());
    } catch (RejectedExecutionException _) {
      throw new StreamCut("the server has closed");
    }
  }

  /// Runs a task of this loop's thread again in a millisecond, when it has seen to what has come
  /// meanwhile. A loop that has closed runs it no more.
  void executeSoon(Runnable task) {
    started(context).owner().setTimer(1, _ -> task.run());
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the loop has not started");
    }
    return part;
  }

  /// A clock that is behind by at most a tick and costs nothing to read.
  long now() {
    return now;
  }

  /// Whether more than this long has passed for certain since a reading of the clock.
  boolean isOver(long since, Duration timeout) {
    return now - since > timeout.toNanos() + tick * 1_000_000;
  }

  private void sweep() {
    now = System.nanoTime();
    List.copyOf(connections.values()).forEach(Connection::sweep);
  }

  private void opened(HttpConnection wire) {
    if (wire instanceof ConnectionBase netty) {
      Sluice.before(netty.channel());
      Coalescer.behind(netty.channel());
    }
    connections.put(wire, new Connection(this, wire));
    service.connections.up();
    wire.closeHandler(_ -> closed(wire));
  }

  private void closed(HttpConnection wire) {
    Connection connection = connections.remove(wire);
    if (connection != null) {
      service.connections.down();
      connection.closed();
    }
  }

  private void begin(HttpServerRequest request) {
    exchange(request).read();
  }

  private void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int limit = config.limits().headBytes();
    Problem problem =
        switch (cause) {
          case TooLongHttpLineException _ ->
              Problem.of(
                  "uri-too-long",
                  414,
                  "URI too long",
                  "The request line is longer than %d bytes.".formatted(limit));
          case TooLongHttpHeaderException _ ->
              Problem.of(
                  "header-too-large",
                  431,
                  "Header too large",
                  "The header is larger than %d bytes.".formatted(limit));
          default -> Problem.of("bad-request", 400, "Bad request", "This is not HTTP/1.1.");
        };
    exchange(request).refuse(new Refusal(problem));
  }

  private Exchange exchange(HttpServerRequest request) {
    Connection connection = connections.get(request.connection());
    if (connection == null) {
      throw new IllegalStateException("a request on a connection that is closed");
    }
    return connection.exchange(request);
  }
}
