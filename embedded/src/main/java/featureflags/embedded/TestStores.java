package featureflags.embedded;

import java.nio.file.Path;
import java.util.Optional;

/// One PostgreSQL and one Redis for the tests of a JVM, started when first asked for.
///
/// They are stopped and their data deleted when the JVM exits. What a killed JVM left is removed by
/// the next one.
public final class TestStores {

  private static final TestStores OF_THIS_JVM = new TestStores();

  private Optional<Path> folder = Optional.empty();
  private Optional<PostgresServer> postgres = Optional.empty();
  private Optional<RedisServer> redis = Optional.empty();
  private int databases;

  private TestStores() {}

  /// The PostgreSQL server; running, whatever a former test did to it.
  public static PostgresServer postgres() {
    return OF_THIS_JVM.runningPostgres();
  }

  /// A new empty database on it, which no other test knows.
  public static Database freshDatabase() {
    return OF_THIS_JVM.newDatabase();
  }

  /// The Redis server without a single key; running, whatever a former test did to it.
  public static RedisServer freshRedis() {
    return OF_THIS_JVM.emptyRedis();
  }

  private synchronized PostgresServer runningPostgres() {
    if (postgres.isEmpty()) {
      postgres =
          Optional.of(
              PostgresServer.start(
                  folder().resolve("postgres"), 0, "featureflags", Durability.PROCESS_KILL));
    }
    var server = postgres.orElseThrow();
    if (!server.isRunning()) {
      server.restart();
    }
    server.resume();
    return server;
  }

  private synchronized Database newDatabase() {
    databases++;
    return runningPostgres().createDatabase("test_" + databases);
  }

  private synchronized RedisServer emptyRedis() {
    if (redis.isEmpty()) {
      redis = Optional.of(RedisServer.start(folder().resolve("redis"), 0, Durability.PROCESS_KILL));
    }
    var server = redis.orElseThrow();
    if (!server.isRunning()) {
      server.restart();
    }
    server.resume();
    server.flush();
    return server;
  }

  private Path folder() {
    if (folder.isEmpty()) {
      var all = TestFolders.ofThisUser();
      all.sweep();
      folder = Optional.of(all.create());
      Runtime.getRuntime().addShutdownHook(new Thread(this::end, "test-stores-end"));
    }
    return folder.orElseThrow();
  }

  private synchronized void end() {
    try {
      redis.ifPresent(RedisServer::close);
    } finally {
      postgres.ifPresent(PostgresServer::close);
    }
    folder.ifPresent(Folders::delete);
  }
}
