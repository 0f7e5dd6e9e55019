package featureflags.e2e;

import featureflags.embedded.Database;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A PostgreSQL and a Redis that nobody else uses.
public record Stores(Database database, RedisServer redis) {
  public static Stores fresh() {
    return new Stores(TestStores.freshDatabase(), TestStores.freshRedis());
  }

  /// The environment of a service over them.
  ///
  /// @param folder where it keeps its files
  public Map<String, String> environment(Path folder, int port) {
    var environment = new HashMap<String, String>();
    environment.put("POSTGRES_HOST", database.host());
    environment.put("POSTGRES_PORT", Integer.toString(database.port()));
    environment.put("POSTGRES_DB", database.name());
    environment.put("POSTGRES_USER", database.user());
    environment.put("POSTGRES_PASSWORD", database.password());
    environment.put("REDIS_HOST", redis.host());
    environment.put("REDIS_PORT", Integer.toString(redis.port()));
    environment.put("PORT", Integer.toString(port));
    environment.put("HTTP_HOST", "127.0.0.1");
    environment.put("SNAPSHOT_DIR", folder.resolve("snapshots").toString());
    environment.put("SPOOL_DIR", folder.resolve("spool").toString());
    return environment;
  }

  public static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
