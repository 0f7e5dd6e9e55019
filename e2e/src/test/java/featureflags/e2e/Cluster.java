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

/// The three services as processes of their own, over real stores.
final class Cluster implements AutoCloseable {
  private static final String STARTED = "event=started";

  private final Path folder;
  private final Database database = TestStores.freshDatabase();
  private final RedisServer redis = TestStores.freshRedis();
  private final int flagApiPort = freePort();
  private final int evalServicePort = freePort();
  private final Service flagApi;
  private final Service evalService;
  private final Service auditWorker;

  Cluster(Path folder) {
    this.folder = folder;
    flagApi = service("flag-api", "featureflags.flagapi.Main", flagApiPort);
    evalService = service("eval-service", "featureflags.evalservice.Main", evalServicePort);
    auditWorker = service("audit-worker", "featureflags.auditworker.Main", freePort());
  }

  private Service service(String module, String main, int port) {
    var environment = new HashMap<>(stores());
    environment.put("PORT", Integer.toString(port));
    environment.put("HTTP_HOST", "127.0.0.1");
    environment.put("SNAPSHOT_DIR", folder.resolve(module).resolve("snapshots").toString());
    environment.put("SPOOL_DIR", folder.resolve(module).resolve("spool").toString());
    environment.put("WORKER_NAME", "worker");
    return Service.start(module, main, environment, STARTED, folder);
  }

  private Map<String, String> stores() {
    return Map.of(
        "POSTGRES_HOST", database.host(),
        "POSTGRES_PORT", Integer.toString(database.port()),
        "POSTGRES_DB", database.name(),
        "POSTGRES_USER", database.user(),
        "POSTGRES_PASSWORD", database.password(),
        "REDIS_HOST", redis.host(),
        "REDIS_PORT", Integer.toString(redis.port()));
  }

  String api() {
    return "http://127.0.0.1:" + flagApiPort;
  }

  String eval() {
    return "http://127.0.0.1:" + evalServicePort;
  }

  Service flagApi() {
    return flagApi;
  }

  Service evalService() {
    return evalService;
  }

  Service auditWorker() {
    return auditWorker;
  }

  RedisServer redis() {
    return redis;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    auditWorker.close();
    evalService.close();
    flagApi.close();
  }
}
