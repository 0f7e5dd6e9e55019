package featureflags.chassis;

import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/// How a server listens and what it puts up with.
///
/// @param port 0 for any free one
/// @param host the name or address to listen on, `0.0.0.0` for all
/// @param eventLoops threads that read, write and run the routes that are on a loop
/// @param limits how much a client may ask for
/// @param patience how long who may wait for whom
/// @param http2 whether HTTP/2 in clear text is spoken too, by upgrade and by prior knowledge; the
///   first head of a connection is then bound by `idle` from byte to byte only
public record ServerConfig(
    int port, String host, int eventLoops, Limits limits, Patience patience, boolean http2) {
  /// How much a client may ask for.
  ///
  /// @param bodyBytes the largest body; a larger one is a 413. Routes that stream have their own
  /// @param headBytes the largest request line (414), and the largest header (431)
  /// @param inFlight blocking handlers at work at once; beyond it 503
  public record Limits(int bodyBytes, int headBytes, int inFlight) {
    public Limits {
      atLeastOne("bodyBytes", bodyBytes);
      atLeastOne("headBytes", headBytes);
      atLeastOne("inFlight", inFlight);
    }
  }

  /// How long who may wait for whom.
  ///
  /// @param first how long a new connection may take to bring its first request's head
  /// @param idle how long it may then take to bring the head of each further one
  /// @param request how long a request's body may take to arrive; beyond it 408. One that is
  ///   streamed has to keep moving instead, see [Routes.Builder#streaming]
  /// @param quiet how long a closing server goes on serving while it asks every client to come back
  ///   on another connection; it ends early when no connection is left
  /// @param drain how long after that the requests in flight may take to be answered
  public record Patience(
      Duration first, Duration idle, Duration request, Duration quiet, Duration drain) {
    /// The shortest of the times in which a client has to say something. How long a new connection
    /// may bring nothing whole.
    Duration silent() {
      return Stream.of(first, idle).min(Comparator.naturalOrder()).orElseThrow();
    }

    Duration shortest() {
      return Stream.of(first, idle, request).min(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private static final Limits USUAL_LIMITS = new Limits(1024 * 1024, 16 * 1024, 1024);

  /// What a service takes to send its clients elsewhere, so that none is cut off.
  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final Patience USUAL_PATIENCE =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(75),
          Duration.ofSeconds(30),
          Duration.ZERO,
          Duration.ofSeconds(20));

  public ServerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port %d".formatted(port));
    }
    atLeastOne("eventLoops", eventLoops);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s is %d".formatted(name, value));
    }
  }

  /// The usual: all addresses, a loop for each core, bodies to 1 MiB, heads to 16 KiB, 1024 in
  /// flight, 5 s for the first head, 75 s idle, 30 s for a body, no quiet period, 20 s to drain,
  /// HTTP/1.1.
  public static ServerConfig on(int port) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new ServerConfig(port, "0.0.0.0", cores, USUAL_LIMITS, USUAL_PATIENCE, false);
  }

  /// What the environment says otherwise: `PORT`, `HTTP_HOST`, `HTTP_EVENT_LOOPS`,
  /// `HTTP_MAX_IN_FLIGHT`, `HTTP_FIRST_TIMEOUT`, `HTTP_IDLE_TIMEOUT`, `HTTP_REQUEST_TIMEOUT`,
  /// `HTTP_QUIET_PERIOD`, `HTTP_DRAIN_TIMEOUT`.
  ///
  /// @param usual what they are unless set
  public static ServerConfig from(Env env, ServerConfig usual) {
    int port = env.port("PORT", usual.port, "The port to listen on; 0 for any free one.");
    int loops =
        env.integer(
            "HTTP_EVENT_LOOPS", 0, 0, 1024, "Threads that read and write; 0 is one for each core");
    String host = env.text("HTTP_HOST", usual.host, "Address to listen on; 0.0.0.0 is all");
    int inFlight =
        env.integer(
            "HTTP_MAX_IN_FLIGHT",
            usual.limits.inFlight(),
            1,
            1_000_000,
            "Requests that may wait for a store at once; beyond it 503");
    return new ServerConfig(
        port,
        host,
        loops == 0 ? usual.eventLoops : loops,
        new Limits(usual.limits.bodyBytes(), usual.limits.headBytes(), inFlight),
        patience(env, usual.patience),
        false);
  }

  private static Patience patience(Env env, Patience usual) {
    return new Patience(
        env.duration(
            "HTTP_FIRST_TIMEOUT",
            usual.first().toString(),
            "How long a new connection may take to bring the head of its first request"),
        env.duration(
            "HTTP_IDLE_TIMEOUT",
            usual.idle().toString(),
            "How long a connection may stay without a request"),
        env.duration(
            "HTTP_REQUEST_TIMEOUT",
            usual.request().toString(),
            "How long a request's body may take to arrive; one that is streamed may pause so long"),
        env.duration(
            "HTTP_QUIET_PERIOD",
            QUIET.toString(),
            "How long a stopping service goes on serving while its clients go elsewhere"),
        env.duration(
            "HTTP_DRAIN_TIMEOUT",
            usual.drain().toString(),
            "How long requests in flight may take to end when the service stops"));
  }

  /// The same with another address.
  public ServerConfig withHost(String name) {
    return new ServerConfig(port, name, eventLoops, limits, patience, http2);
  }

  /// The same with so many event loops.
  public ServerConfig withEventLoops(int count) {
    return new ServerConfig(port, host, count, limits, patience, http2);
  }

  /// The same with other bounds on a request, in bytes.
  public ServerConfig withSizes(int body, int head) {
    return with(new Limits(body, head, limits.inFlight()));
  }

  /// The same with another bound on the blocking handlers at work.
  public ServerConfig withMaxInFlight(int count) {
    return with(new Limits(limits.bodyBytes(), limits.headBytes(), count));
  }

  /// The same with other patience towards clients.
  public ServerConfig withTimeouts(Duration idle, Duration request) {
    return with(new Patience(patience.first(), idle, request, patience.quiet(), patience.drain()));
  }

  /// The same with other patience for the first request of a connection.
  public ServerConfig withFirst(Duration first) {
    return with(
        new Patience(
            first, patience.idle(), patience.request(), patience.quiet(), patience.drain()));
  }

  /// The same with another way to close.
  public ServerConfig withClosing(Duration quiet, Duration drain) {
    return with(new Patience(patience.first(), patience.idle(), patience.request(), quiet, drain));
  }

  /// The same with or without HTTP/2.
  public ServerConfig withHttp2(boolean spoken) {
    return new ServerConfig(port, host, eventLoops, limits, patience, spoken);
  }

  private ServerConfig with(Limits others) {
    return new ServerConfig(port, host, eventLoops, others, patience, http2);
  }

  private ServerConfig with(Patience other) {
    return new ServerConfig(port, host, eventLoops, limits, other, http2);
  }
}
