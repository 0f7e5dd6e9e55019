package featureflags.embedded;

import static featureflags.embedded.Ports.LOOPBACK;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A real PostgreSQL over a data directory, on the loopback interface, in a process of its own.
///
/// The data survives a restart. The server runs in its own session, so Ctrl-C in the terminal does
/// not reach it: it ends by [#close()], or, when its engine died without closing it, at the next
/// start over the same directory. User and password are both `postgres`.
public final class PostgresServer implements AutoCloseable {

  private static final String USER = "postgres";
  private static final String PASSWORD = "postgres";
  private static final String DATABASE = "featureflags";
  private static final Set<String> PROGRAMS = Set.of("postgres");
  private static final String PATIENCE_SECONDS = "60";

  /// Fast (clients are sent away), then immediate (as a crash, mended at the next start).
  private static final List<Daemon.Attempt> ENDING =
      List.of(
          new Daemon.Attempt("INT", Duration.ofSeconds(30)),
          new Daemon.Attempt("QUIT", Duration.ofSeconds(5)));

  private final DataDirectory directory;
  private final PostgresPrograms programs;
  private final Durability durability;
  private final String database;
  private final int port;
  private Daemon daemon;

  private PostgresServer(
      DataDirectory directory,
      PostgresPrograms programs,
      Durability durability,
      String database,
      int port) {
    this.directory = directory;
    this.programs = programs;
    this.durability = durability;
    this.database = database;
    this.port = port;
    this.daemon = launched();
  }

  /// Starts a server whose data survives power loss, with a database named `featureflags`.
  ///
  /// @param port 1 to 65535, or 0 for any
  /// @throws CannotStart when it cannot; [PortTaken] when the port is not free
  public static PostgresServer start(Path dataDirectory, int port) {
    return start(dataDirectory, port, DATABASE, Durability.POWER_LOSS);
  }

  /// Starts a server with a database of that name, which is created when missing.
  ///
  /// @param port 1 to 65535, or 0 for any
  /// @throws CannotStart when it cannot; [PortTaken] when the port is not free
  public static PostgresServer start(
      Path dataDirectory, int port, String database, Durability durability) {
    var directory = DataDirectory.hold(dataDirectory);
    try {
      stopLeftover(directory);
      var programs = PostgresPrograms.unpacked();
      var server =
          Ports.listening(
              "PostgreSQL",
              port,
              free -> {
                initialise(directory, programs, durability);
                return new PostgresServer(directory, programs, durability, database, free);
              });
      server.createDatabase(database);
      return server;
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

  /// The port it listens on; the same after a restart.
  public int port() {
    return port;
  }

  /// The database named at the start.
  public Database database() {
    return database(database);
  }

  /// A database of that name, created when missing.
  public Database createDatabase(String name) {
    try (var connection = connection();
        var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        if (!rows.next()) {
          create(connection, name);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database '%s'".formatted(name), e);
    }
    return database(name);
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

  /// Whether the process lives.
  public synchronized boolean isRunning() {
    return daemon.isRunning();
  }

  /// The process id of the server.
  public synchronized long pid() {
    return daemon.process().pid();
  }

  /// Sends the clients away, writes everything down, and returns when the server has ended.
  @Override
  public synchronized void close() {
    daemon.end(ENDING);
    stopLeftover(directory);
    directory.close();
  }

  /// Stops a server that a former engine left over this directory, and forgets its pid file.
  static void stopLeftover(DataDirectory directory) {
    running(directory).ifPresent(leftover -> leftover.end(ENDING));
    deleteStalePidFile(directory);
  }

  private static Optional<Daemon> running(DataDirectory directory) {
    return Daemon.behind(pidFile(directory), cluster(directory), PROGRAMS);
  }

  /// PostgreSQL takes any live process with the written id, whatever it is, for another server.
  private static void deleteStalePidFile(DataDirectory directory) {
    try {
      Files.deleteIfExists(pidFile(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path cluster(DataDirectory directory) {
    return directory.file("cluster");
  }

  private static Path pidFile(DataDirectory directory) {
    return cluster(directory).resolve("postmaster.pid");
  }

  /// Makes the cluster beside its place and moves it there whole: one that was cut short is redone.
  private static void initialise(
      DataDirectory directory, PostgresPrograms programs, Durability durability) {
    if (Files.isDirectory(cluster(directory))) {
      return;
    }
    var unfinished = directory.file("cluster.unfinished");
    var passwordFile = directory.file("password");
    try {
      Folders.delete(unfinished);
      Files.writeString(passwordFile, PASSWORD);
      var arguments = new ArrayList<>(List.of("--pgdata=" + unfinished.getFileName()));
      arguments.addAll(List.of("--username=" + USER, "--pwfile=" + passwordFile.getFileName()));
      arguments.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"));
      arguments.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
      if (durability == Durability.PROCESS_KILL) {
        arguments.add("--no-sync");
      }
      var initdb = programs.run(directory.path(), "initdb", arguments);
      if (!initdb.succeeded()) {
        throw new CannotStart(
            "PostgreSQL cannot set up its data in %s: %s"
                .formatted(directory.path(), initdb.output()));
      }
      Files.move(unfinished, cluster(directory));
    } catch (IOException e) {
      throw new CannotStart("cannot write to %s: %s".formatted(directory.path(), e), e);
    } finally {
      passwordFile.toFile().delete();
    }
  }

  private Daemon launched() {
    var log = new ServerLog(directory.file("postgres.log"));
    log.clear();
    var options = new ArrayList<>(List.of("-p " + port, "-c listen_addresses=" + LOOPBACK));
    options.addAll(List.of("-c unix_socket_directories=", "-c timezone=UTC"));
    options.addAll(List.of("-c shared_buffers=64MB", "-c max_connections=200"));
    if (durability == Durability.PROCESS_KILL) {
      // A commit still waits until the system has its bytes, or kill -9 would lose them.
      options.addAll(List.of("-c fsync=off", "-c full_page_writes=off"));
    }
    var started =
        programs.run(
            directory.path(),
            "pg_ctl",
            List.of(
                "start",
                "--pgdata=cluster",
                "--log=" + log.file().getFileName(),
                "--wait",
                "--timeout=" + PATIENCE_SECONDS,
                "--options=" + String.join(" ", options)));
    if (log.says("could not bind")) {
      throw new PortTaken("PostgreSQL", port);
    }
    if (!started.succeeded()) {
      throw log.refusal("PostgreSQL");
    }
    return running(directory).orElseThrow(() -> log.refusal("PostgreSQL"));
  }

  private Database database(String name) {
    return new Database(LOOPBACK, port, name, USER, PASSWORD);
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(database("postgres").jdbcUrl(), USER, PASSWORD);
  }

  private static void create(Connection connection, String name) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE \"%s\"".formatted(name.replace("\"", "\"\"")));
    }
  }
}
