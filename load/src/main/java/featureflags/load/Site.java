package featureflags.load;

import featureflags.chassis.Lifecycle;
import featureflags.embedded.Database;
import featureflags.embedded.Durability;
import featureflags.embedded.Folders;
import featureflags.embedded.PostgresServer;
import featureflags.embedded.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Where a run happens: a folder that is deleted afterwards, a PostgreSQL, one Redis for the flags
/// and one for the evaluation stream, and every process that is started here. Nothing outlives it.
final class Site {
  private final Lifecycle lifecycle;
  private final Jvm jvm;
  private final Pinning pinning;
  private final Path folder;
  private final Database database;
  private final RedisServer cache;
  private final RedisServer stream;

  private Site(Lifecycle lifecycle, Jvm jvm, Pinning pinning, Path folder) {
    this.lifecycle = lifecycle;
    this.jvm = jvm;
    this.pinning = pinning;
    this.folder = folder;
    this.database =
        lifecycle
            .own(
                "postgresql",
                PostgresServer.start(
                    folder.resolve("postgres"), 0, "featureflags", Durability.PROCESS_KILL))
            .database();
    this.cache = lifecycle.own("redis", RedisServer.start(folder.resolve("redis"), 0));
    this.stream = lifecycle.own("redis-stream", RedisServer.start(folder.resolve("stream"), 0));
  }

  /// Starts the stores; the lifecycle ends everything.
  static Site open(Lifecycle lifecycle, Jvm jvm, Pinning pinning) throws IOException {
    Path folder = Files.createTempDirectory("feature-flag-load-");
    lifecycle.own("folder", () -> Folders.delete(folder));
    lifecycle.own("children", Site::killChildren);
    return new Site(lifecycle, jvm, pinning, folder);
  }

  private static void killChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /// The folder, for what a run writes.
  Path folder() {
    return folder;
  }

  Jvm jvm() {
    return jvm;
  }

  Pinning pinning() {
    return pinning;
  }

  /// Forgets every event in the stream, which nobody reads here.
  void emptyStream() {
    stream.flush();
  }

  /// How many bytes the stream takes in Redis.
  long streamBytes() {
    return stream.bytesOf("featureflags:evaluations");
  }

  /// Opens a connection to the database; whoever opens it closes it.
  Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  /// Starts a server that is driven; it ends with the run.
  Server start(Program program) {
    return lifecycle.own(
        program.name(), Server.start(pinning.ofServer(jvm.command(program)), program, folder));
  }

  /// Starts a program that may use every core, whatever is pinned; whoever starts it closes it.
  Server startUnpinned(Program program) {
    return Server.start(jvm.command(program), program, folder);
  }

  /// Starts flag-api; whoever starts it closes it.
  Server startFlagApi() {
    return startUnpinned(service("flag-api", "flag-api", "featureflags.flagapi.Main", Map.of()));
  }

  /// Starts audit-worker; whoever starts it closes it.
  Server startAuditWorker() {
    return startUnpinned(
        service("audit-worker", "audit-worker", "featureflags.auditworker.Main", Map.of()));
  }

  /// An eval-service of this name, with these settings over the usual ones.
  Program evalService(String name, Map<String, String> settings) {
    return service(name, "eval-service", "featureflags.evalservice.Main", settings);
  }

  /// Has the JVM learn in a rehearsal what a start of eval-service needs, as its image does.
  ///
  /// @return the flag with which a start makes use of it
  String rehearse() {
    Path cache = folder.resolve("aot-cache");
    var rehearsal =
        new Program(
            "rehearsal",
            "eval-service",
            "featureflags.evalservice.Rehearsal",
            Map.of(),
            List.of("-XX:AOTCacheOutput=" + cache),
            List.of());
    var builder = new ProcessBuilder(jvm.command(rehearsal)).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("rehearsal.log").toFile());
    try {
      Process process = builder.start();
      if (!process.waitFor(2, TimeUnit.MINUTES) || !Files.exists(cache)) {
        throw new IllegalStateException("the rehearsal of eval-service failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return "-XX:AOTCache=" + cache;
  }

  private Program service(String name, String module, String main, Map<String, String> settings) {
    var environment = new HashMap<>(stores());
    environment.put("PORT", "0");
    environment.put("HTTP_HOST", "127.0.0.1");
    environment.put("SNAPSHOT_DIR", folder.resolve(name).resolve("snapshots").toString());
    environment.put("SPOOL_DIR", folder.resolve(name).resolve("spool").toString());
    environment.putAll(settings);
    return new Program(name, module, main, environment, List.of(), List.of());
  }

  private Map<String, String> stores() {
    return Map.of(
        "POSTGRES_HOST", database.host(),
        "POSTGRES_PORT", Integer.toString(database.port()),
        "POSTGRES_DB", database.name(),
        "POSTGRES_USER", database.user(),
        "POSTGRES_PASSWORD", database.password(),
        "REDIS_HOST", cache.host(),
        "REDIS_PORT", Integer.toString(cache.port()),
        "REDIS_STREAM_HOST", stream.host(),
        "REDIS_STREAM_PORT", Integer.toString(stream.port()));
  }
}
