package featureflags.e2e.chaos;

import featureflags.e2e.Http;
import featureflags.e2e.Service;
import featureflags.e2e.Stores;
import featureflags.e2e.Wait;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The three services as processes, over real stores, with a network between them that can fail.
final class Rig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Asks whether a flag has arrived; of no further interest.
  private static final String PROBE = "probe";

  private final Path folder;
  private final Stores stores = Stores.fresh();
  private final FaultProxy toPostgres = FaultProxy.before(stores.database().port(), "LISTEN");
  private final FaultProxy toRedis = FaultProxy.before(stores.redis().port(), "SUBSCRIBE");
  private final int apiPort = Stores.freePort();
  private final int evalPort = Stores.freePort();
  private final int workerPort = Stores.freePort();
  private final Service flagApi;
  private final Service evalService;
  private final Service auditWorker;

  Rig(Path folder) {
    this.folder = folder;
    flagApi = service("flag-api", "featureflags.flagapi.Main", apiPort);
    evalService = service("eval-service", "featureflags.evalservice.Main", evalPort);
    auditWorker = service("audit-worker", "featureflags.auditworker.Main", workerPort);
    awaitReady(workerPort);
    awaitReady(evalPort);
  }

  private Service service(String module, String main, int port) {
    Map<String, String> environment = stores.environment(folder.resolve(module), port);
    environment.put("WORKER_NAME", "worker");
    environment.put("POSTGRES_PORT", Integer.toString(toPostgres.port()));
    environment.put("REDIS_PORT", Integer.toString(toRedis.port()));
    return Service.start(module, main, environment, "event=started", folder);
  }

  String api() {
    return "http://127.0.0.1:" + apiPort;
  }

  String eval() {
    return "http://127.0.0.1:" + evalPort;
  }

  String worker() {
    return "http://127.0.0.1:" + workerPort;
  }

  Service evalService() {
    return evalService;
  }

  Service auditWorker() {
    return auditWorker;
  }

  RedisServer redis() {
    return stores.redis();
  }

  /// Ends PostgreSQL at once.
  void killPostgres() {
    TestStores.postgres().kill();
  }

  /// Starts it, unless it runs.
  void restartPostgres() {
    var _ = TestStores.postgres();
  }

  FaultProxy toPostgres() {
    return toPostgres;
  }

  FaultProxy toRedis() {
    return toRedis;
  }

  void awaitEvalReady() {
    awaitReady(evalPort);
  }

  private static void awaitReady(int port) {
    Wait.until("readiness on port " + port, PATIENCE, () -> status(port) == 200);
  }

  private static int status(int port) {
    try {
      return Http.get("http://127.0.0.1:%d/ready".formatted(port)).statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  /// A new flag that is on for half of everybody, known to eval-service.
  String flag(String key) throws IOException {
    var made =
        Http.post(
            api() + "/flags",
            "{\"key\":\"%s\",\"enabled\":true,\"rolloutPercentage\":50}".formatted(key));
    if (made.statusCode() != 201) {
      throw new AssertionError(made.body());
    }
    Wait.until("flag " + key + " in eval-service", PATIENCE, () -> !answer(key, PROBE).isEmpty());
    return key;
  }

  /// Changes a flag.
  void edit(String flag, String edit) throws IOException {
    var changed =
        Http.send(
            HttpRequest.newBuilder(URI.create(api() + "/flags/" + flag))
                .PUT(BodyPublishers.ofString(edit)));
    if (changed.statusCode() != 200) {
      throw new AssertionError(changed.body());
    }
  }

  /// What eval-service answers; empty when it does not.
  String answer(String flag, String subject) {
    try {
      var answer =
          Http.post(
              eval() + "/evaluate",
              "{\"flagKey\":\"%s\",\"context\":{\"targetingKey\":\"%s\"}}"
                  .formatted(flag, subject));
      return answer.statusCode() == 200 ? answer.body() : "";
    } catch (IOException _) {
      return "";
    }
  }

  /// A figure of a service.
  double figure(String base, String name) {
    try {
      return Http.get(base + "/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no figure " + name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// How often each subject of a flag is in the trail, as PostgreSQL has it.
  Map<String, Integer> stored(String flag) {
    var stored = new HashMap<String, Integer>();
    query(
        "SELECT subject FROM evaluations WHERE flag = '%s' AND subject <> '%s'"
            .formatted(flag, PROBE),
        subject -> stored.merge(subject, 1, Integer::sum));
    return stored;
  }

  /// The first column of what a query finds, past every fault.
  void query(String sql, Consumer<String> reader) {
    var database = stores.database();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.accept(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Waits until the trail has everything that was answered, or nothing more comes.
  ///
  /// @return what is missing, what is there more than once, and what nobody asked
  Loss awaitTrail(String flag, Set<String> answered) {
    try {
      Wait.until(
          "all evaluations of " + flag + " in the trail",
          PATIENCE,
          () -> stored(flag).keySet().containsAll(answered));
    } catch (AssertionError _) {
      // told below, where what is missing is named
    }
    Map<String, Integer> stored = stored(flag);
    var missing = new TreeSet<>(answered);
    missing.removeAll(stored.keySet());
    var unasked = new TreeSet<>(stored.keySet());
    unasked.removeAll(answered);
    return new Loss(
        List.copyOf(missing),
        stored.entrySet().stream()
            .filter(each -> each.getValue() > 1)
            .map(Map.Entry::getKey)
            .toList(),
        List.copyOf(unasked));
  }

  /// What the trail lacks, has too often, or ought not to have.
  record Loss(List<String> missing, List<String> repeated, List<String> unasked) {
    static final Loss NONE = new Loss(List.of(), List.of(), List.of());
  }

  @Override
  public void close() {
    auditWorker.close();
    evalService.close();
    flagApi.close();
    toRedis.close();
    toPostgres.close();
  }
}
