package featureflags.embedded;

import static featureflags.embedded.Ports.LOOPBACK;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A real Redis over a data directory, on the loopback interface, in a process of its own.
///
/// It keeps an append-only file and never evicts, as the evaluation stream needs: what was answered
/// survives a restart. The server runs in its own session, so Ctrl-C in the terminal does not reach
/// it: it ends by [#close()], or, when its engine died without closing it, at the next start over
/// the same directory. It has no password.
public final class RedisServer implements AutoCloseable {

  private static final Set<String> PROGRAMS = Set.of("redis", "valkey");
  private static final Duration LOADING = Duration.ofMinutes(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final String PORT_TAKEN = "Failed listening on port";

  /// A server that is just writing its first append-only file refuses to end, and forgets that it
  /// was asked.
  private static final List<Daemon.Attempt> ENDING =
      Collections.nCopies(10, new Daemon.Attempt("TERM", Duration.ofSeconds(3)));

  private final DataDirectory directory;
  private final Path program;
  private final Durability durability;
  private final int port;
  private Daemon daemon;

  private RedisServer(DataDirectory directory, Path program, Durability durability, int port) {
    this.directory = directory;
    this.program = program;
    this.durability = durability;
    this.port = port;
    this.daemon = launched();
  }

  /// Starts a server whose data survives power loss but for the last second.
  ///
  /// @param port 1 to 65535, or 0 for any
  /// @throws CannotStart when it cannot; [PortTaken] when the port is not free
  public static RedisServer start(Path dataDirectory, int port) {
    return start(dataDirectory, port, Durability.POWER_LOSS);
  }

  /// Starts a server.
  ///
  /// @param port 1 to 65535, or 0 for any
  /// @throws CannotStart when it cannot; [PortTaken] when the port is not free
  public static RedisServer start(Path dataDirectory, int port, Durability durability) {
    var directory = DataDirectory.hold(dataDirectory);
    try {
      stopLeftover(directory);
      var program = RedisProgram.found();
      return Ports.listening(
          "Redis", port, free -> new RedisServer(directory, program, durability, free));
    } catch (RuntimeException e) {
      stopLeftover(directory);
      directory.close();
      throw e;
    }
  }

  /// Deletes a server's data, after stopping what a former engine left running over it.
  ///
  /// @throws CannotStart when another engine uses the data
  public static void discard(Path dataDirectory) {
    try (var directory = DataDirectory.hold(dataDirectory)) {
      stopLeftover(directory);
      Folders.delete(directory.path());
    }
  }

  /// The address it listens on.
  public String host() {
    return LOOPBACK;
  }

  /// The port it listens on; the same after a restart.
  public int port() {
    return port;
  }

  /// Deletes every key. The server must run.
  public void flush() {
    demand("FLUSHALL");
  }

  /// How many bytes of memory a key takes with all that is in it; 0 when it is not there. The
  /// server must run.
  public long bytesOf(String key) {
    return ask("MEMORY USAGE %s SAMPLES 0".formatted(key))
        .filter(answer -> answer.startsWith(":"))
        .map(answer -> Long.parseLong(answer, 1, answer.length(), 10))
        .orElse(0L);
  }

  /// Ends the server at once as a crash would (`kill -9`): for tests of what must survive that.
  public synchronized void kill() {
    daemon.kill();
  }

  /// Stops the server as [#close()] does if it runs, then starts it on the same port and data.
  public synchronized void restart() {
    daemon.end(ENDING);
    stopLeftover(directory);
    daemon = launched();
  }

  /// Makes the server hang, neither answering nor closing a connection, until [#resume()]: for
  /// tests of deadlines.
  public synchronized void pause() {
    daemon.pause();
  }

  /// Lets a paused server go on.
  public synchronized void resume() {
    daemon.resume();
  }

  /// Makes the server a replica of the one on a port of this machine: for tests of failover. What
  /// it held is gone. The server must run.
  public void follow(int primary) {
    demand("REPLICAOF %s %d".formatted(LOOPBACK, primary));
  }

  /// Makes a replica a server of its own, with what it has received.
  public void lead() {
    demand("REPLICAOF NO ONE");
  }

  private void demand(String command) {
    if (ask(command).filter("+OK"::equals).isEmpty()) {
      throw new IllegalStateException("Redis on port %d did not do '%s'".formatted(port, command));
    }
  }

  /// Whether the process lives.
  public synchronized boolean isRunning() {
    return daemon.isRunning();
  }

  /// The process id of the server.
  public synchronized long pid() {
    return daemon.process().pid();
  }

  /// Writes everything down, and returns when the server has ended.
  @Override
  public synchronized void close() {
    daemon.end(ENDING);
    stopLeftover(directory);
    directory.close();
  }

  /// Stops a server that a former engine left over this directory.
  static void stopLeftover(DataDirectory directory) {
    running(directory).ifPresent(leftover -> leftover.end(ENDING));
  }

  private static Optional<Daemon> running(DataDirectory directory) {
    return Daemon.behind(pidFile(directory), directory.path(), PROGRAMS);
  }

  private static Path pidFile(DataDirectory directory) {
    return directory.file("redis.pid");
  }

  private Daemon launched() {
    var log = new ServerLog(directory.file("redis.log"));
    log.clear();
    try {
      Files.deleteIfExists(pidFile(directory));
      Files.writeString(directory.file("redis.conf"), configuration());
      var started = Command.run(directory.path(), List.of(program.toString(), "redis.conf"));
      if (!started.succeeded()) {
        throw new CannotStart("Redis did not start: " + started.output());
      }
    } catch (IOException e) {
      throw new CannotStart("Redis cannot be started in %s: %s".formatted(directory.path(), e), e);
    }
    return answering(log);
  }

  /// The program comes back before the server is up: it has gone to the background.
  private Daemon answering(ServerLog log) {
    Patience.until(ANSWER, () -> pidFile(directory).toFile().length() > 0 || log.says(PORT_TAKEN));
    if (log.says(PORT_TAKEN)) {
      throw new PortTaken("Redis", port);
    }
    var server = running(directory).orElseThrow(() -> log.refusal("Redis"));
    Patience.until(LOADING, () -> !server.isRunning() || answersPing());
    if (!server.isRunning() || !answersPing()) {
      server.kill();
      throw log.refusal("Redis");
    }
    return server;
  }

  private String configuration() {
    var sync =
        switch (durability) {
          case POWER_LOSS -> "everysec";
          case PROCESS_KILL -> "no";
        };
    return """
    # Written at every start.
    bind %s
    port %d
    daemonize yes
    pidfile redis.pid
    logfile redis.log
    appendonly yes
    appendfsync %s
    save ""
    repl-diskless-sync-delay 0
    maxmemory-policy noeviction
    """
        .formatted(LOOPBACK, port, sync);
  }

  private boolean answersPing() {
    return ask("PING").filter("+PONG"::equals).isPresent();
  }

  private Optional<String> ask(String command) {
    try (var socket = new Socket()) {
      var limit = (int) ANSWER.toMillis();
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port), limit);
      socket.setSoTimeout(limit);
      socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
      return Optional.ofNullable(
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
