package featureflags.e2e.chaos;

import featureflags.e2e.Http;
import featureflags.e2e.Service;
import featureflags.e2e.Stores;
import featureflags.e2e.Wait;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The three services as processes, over real stores, with a network between them that can fail.
final class Rig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String STARTED = "event=started";

  /// Asks whether a flag has arrived; of no further interest.
  private static final String PROBE = "probe";

  private final Path folder;
  private final Setup setup;
  private final Stores stores = Stores.fresh();
  private final FaultProxy toPostgres = FaultProxy.before(stores.database().port(), "LISTEN");
  private final FaultProxy toRedis = FaultProxy.before(stores.redis().port(), "SUBSCRIBE");
  private final int apiPort = Stores.freePort();
  private final int workerPort = Stores.freePort();
  private final Service flagApi;
  private final List<Evaluator> evaluators;
  private final Service auditWorker;

  /// One of the eval-services.
  ///
  /// @param base where it answers
  record Evaluator(Service service, String base) {}

  /// How the services are started.
  ///
  /// @param evaluators how many eval-services
  /// @param settings what a service has in its environment beside the usual, by its name; the first
  ///   eval-service is `eval-service-0`
  /// @param wrapper a program that becomes the eval-service, with its arguments; may be empty
  record Setup(
      int evaluators, Function<String, Map<String, String>> settings, List<String> wrapper) {
    static final Setup USUAL = new Setup(1, _ -> Map.of(), List.of());
  }

  Rig(Path folder) {
    this(folder, Setup.USUAL);
  }

  Rig(Path folder, Setup setup) {
    this.folder = folder;
    this.setup = setup;
    flagApi =
        Service.start(
            "flag-api",
            "featureflags.flagapi.Main",
            environment("flag-api", apiPort),
            STARTED,
            folder);
    evaluators = IntStream.range(0, setup.evaluators()).mapToObj(this::evaluator).toList();
    auditWorker =
        Service.start(
            "audit-worker",
            "featureflags.auditworker.Main",
            environment("audit-worker", workerPort),
            STARTED,
            folder);
    awaitReady(worker());
    evaluators.forEach(each -> awaitReady(each.base()));
  }

  private Map<String, String> environment(String name, int port) {
    Map<String, String> environment = stores.environment(folder.resolve(name), port);
    environment.put("WORKER_NAME", "worker");
    environment.put("POSTGRES_PORT", Integer.toString(toPostgres.port()));
    environment.put("REDIS_PORT", Integer.toString(toRedis.port()));
    environment.putAll(setup.settings().apply(name));
    return environment;
  }

  private Evaluator evaluator(int number) {
    String name = "eval-service-" + number;
    int port = Stores.freePort();
    try {
      Path own = Files.createDirectories(folder.resolve(name));
      return new Evaluator(
          Service.startWrapped(
              setup.wrapper(),
              "eval-service",
              "featureflags.evalservice.Main",
              environment(name, port),
              STARTED,
              own),
          "http://127.0.0.1:" + port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String api() {
    return "http://127.0.0.1:" + apiPort;
  }

  /// The first eval-service.
  String eval() {
    return evaluators.getFirst().base();
  }

  List<Evaluator> evaluators() {
    return evaluators;
  }

  String worker() {
    return "http://127.0.0.1:" + workerPort;
  }

  Service flagApi() {
    return flagApi;
  }

  Service evalService() {
    return evaluators.getFirst().service();
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

  /// Ends whatever is wrong with the stores and the ways to them.
  void heal() {
    toRedis.heal();
    toPostgres.heal();
    if (!redis().isRunning()) {
      redis().restart();
    }
    restartPostgres();
  }

  FaultProxy toPostgres() {
    return toPostgres;
  }

  FaultProxy toRedis() {
    return toRedis;
  }

  static void awaitReady(String base) {
    Wait.until("readiness of " + base, PATIENCE, () -> isReady(base));
  }

  static boolean isReady(String base) {
    try {
      return Http.get(base + "/ready").statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// A new flag that is on for half of everybody, known to eval-service.
  String flag(String key) throws IOException {
    return flag(key, "");
  }

  /// A new flag of an environment.
  ///
  /// @param place `/projects/.../environments/...`; empty for the usual one
  String flag(String key, String place) throws IOException {
    var made =
        Http.post(
            api() + place + "/flags",
            "{\"key\":\"%s\",\"enabled\":true,\"rolloutPercentage\":50}".formatted(key));
    if (made.statusCode() != 201) {
      throw new AssertionError(made.body());
    }
    Wait.until(
        "flag " + key + " in every eval-service",
        PATIENCE,
        () ->
            evaluators.stream()
                .noneMatch(each -> answer(each.base() + place, key, PROBE).isEmpty()));
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

  /// What the first eval-service answers; empty when it does not.
  String answer(String flag, String subject) {
    return answer(eval(), flag, subject);
  }

  static String answer(String base, String flag, String subject) {
    try {
      var answer =
          Http.post(
              base + "/evaluate",
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
    inDatabase(statement -> {
      try (var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          reader.accept(rows.getString(1));
        }
      }
    });
  }

  /// Does something in the database, past every fault.
  void change(String sql) {
    inDatabase(statement -> statement.execute(sql));
  }

  private void inDatabase(Work work) {
    var database = stores.database();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      work.with(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// What is done with a statement.
  @FunctionalInterface
  private interface Work {
    void with(Statement statement) throws SQLException;
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
    return loss(flag, answered);
  }

  /// Waits until nothing is on its way into the trail.
  void awaitRest() {
    Wait.until(
        "rest",
        PATIENCE,
        () ->
            evaluators.stream().allMatch(each -> figure(each.base(), "events_waiting") == 0)
                && figure(worker(), "audit_stream_undelivered") == 0
                && figure(worker(), "audit_stream_pending") == 0);
  }

  /// What is missing now, what is there more than once, and what nobody asked.
  Loss loss(String flag, Set<String> answered) {
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
    evaluators.forEach(each -> each.service().close());
    flagApi.close();
    toRedis.close();
    toPostgres.close();
  }
}
