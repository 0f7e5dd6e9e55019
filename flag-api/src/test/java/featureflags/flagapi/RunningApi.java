package featureflags.flagapi;

import featureflags.chassis.Env;
import featureflags.chassis.HttpServer;
import featureflags.chassis.Lifecycle;
import featureflags.embedded.Database;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// The real service in this JVM, on real stores, and a client that talks to it over HTTP.
final class RunningApi implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final Lifecycle lifecycle = new Lifecycle();
  private final Path folder = freshFolder();
  private final Database database;
  private final RedisServer redis;
  private final Settings settings;
  private final HttpServer server;

  private RunningApi(Database database, RedisServer redis, Map<String, String> more) {
    this.database = database;
    this.redis = redis;
    var variables = new HashMap<String, String>();
    variables.put("PORT", "0");
    variables.put("HTTP_HOST", "127.0.0.1");
    variables.put("POSTGRES_HOST", database.host());
    variables.put("POSTGRES_PORT", Integer.toString(database.port()));
    variables.put("POSTGRES_DB", database.name());
    variables.put("POSTGRES_USER", database.user());
    variables.put("POSTGRES_PASSWORD", database.password());
    variables.put("REDIS_HOST", redis.host());
    variables.put("REDIS_PORT", Integer.toString(redis.port()));
    variables.put("SPOOL_DIR", folder.toString());
    variables.putAll(more);
    this.settings = Settings.from(Env.of(variables));
    this.server = FlagApi.start(settings, lifecycle);
  }

  /// On a new database and an empty Redis.
  static RunningApi fresh() {
    return on(TestStores.freshDatabase(), TestStores.freshRedis());
  }

  static RunningApi on(Database database, RedisServer redis) {
    return on(database, redis, Map.of());
  }

  /// With these settings besides.
  static RunningApi on(Database database, RedisServer redis, Map<String, String> more) {
    return new RunningApi(database, redis, more);
  }

  private static Path freshFolder() {
    try {
      return Files.createTempDirectory("flag-api-test-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.port();
  }

  Settings settings() {
    return settings;
  }

  Database database() {
    return database;
  }

  RedisServer redis() {
    return redis;
  }

  Call call(String method, String target) {
    return new Call(client, "http://127.0.0.1:%d%s".formatted(port(), target), method);
  }

  Answer get(String target) {
    return call("GET", target).send();
  }

  Answer post(String target, String body) {
    return call("POST", target).send(body);
  }

  Answer put(String target, String body) {
    return call("PUT", target).send(body);
  }

  Answer delete(String target) {
    return call("DELETE", target).send();
  }

  /// A new boolean flag of this key, off for everybody.
  Answer create(String key) {
    return post("/flags", "{\"key\": \"%s\"}".formatted(key)).expect(201);
  }

  /// A new environment of the default project, and the prefix of its paths.
  String environment(String key) {
    post("/projects/default/environments", "{\"key\": \"%s\"}".formatted(key)).expect(201);
    return "/projects/default/environments/" + key;
  }

  /// Ends the service as a SIGTERM would; the client goes on.
  void stop() {
    lifecycle.close();
  }

  @Override
  public void close() {
    client.shutdownNow(); // or the service would wait for its connections to go elsewhere
    stop();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
