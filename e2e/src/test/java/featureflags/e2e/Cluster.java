package featureflags.e2e;

import java.nio.file.Path;

/// The three services as processes of their own, over real stores.
final class Cluster implements AutoCloseable {
  private static final String STARTED = "event=started";

  private final Path folder;
  private final Stores stores = Stores.fresh();
  private final int flagApiPort = Stores.freePort();
  private final int evalServicePort = Stores.freePort();
  private final Service flagApi;
  private final Service evalService;
  private final Service auditWorker;

  Cluster(Path folder) {
    this.folder = folder;
    flagApi = service("flag-api", "featureflags.flagapi.Main", flagApiPort);
    evalService = service("eval-service", "featureflags.evalservice.Main", evalServicePort);
    auditWorker = service("audit-worker", "featureflags.auditworker.Main", Stores.freePort());
  }

  private Service service(String module, String main, int port) {
    var environment = stores.environment(folder.resolve(module), port);
    environment.put("WORKER_NAME", "worker");
    return Service.start(module, main, environment, STARTED, folder);
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

  @Override
  public void close() {
    auditWorker.close();
    evalService.close();
    flagApi.close();
  }
}
