package featureflags.standalone;

import featureflags.auditworker.AuditWorker;
import featureflags.chassis.Env;
import featureflags.chassis.HttpServer;
import featureflags.chassis.Lifecycle;
import featureflags.embedded.Database;
import featureflags.embedded.PostgresServer;
import featureflags.embedded.RedisServer;
import featureflags.evalservice.EvalService;
import featureflags.flagapi.FlagApi;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The three services over stores of their own, each wired exactly as when it runs alone: what
/// differs is only the environment that it reads.
///
/// @param flagApiPort where flag-api listens
/// @param evalServicePort where eval-service listens
/// @param workerPort where audit-worker answers health, readiness and metrics
/// @param postgres how to reach the database
/// @param redisPort where Redis listens
record Engine(
    int flagApiPort, int evalServicePort, int workerPort, Database postgres, int redisPort) {
  /// What the standalone engine decides for its services, whatever the environment says.
  private static final Pattern DECIDED_HERE =
      Pattern.compile(
          "((POSTGRES|REDIS)_(?!POOL).*|PORT|HTTP_HOST|SNAPSHOT_DIR|SPOOL_DIR|WORKER_NAME)(_FILE)?");

  /// Starts everything; the lifecycle stops everything, the services before the stores.
  static Engine start(Settings settings, Lifecycle lifecycle) {
    Path data = settings.data();
    var postgres = lifecycle.own("postgresql", PostgresServer.start(data.resolve("postgres"), 0));
    var redis = lifecycle.own("redis-server", RedisServer.start(data.resolve("redis"), 0));
    var stores = stores(postgres.database(), redis);

    HttpServer flagApi =
        FlagApi.start(
            featureflags.flagapi.Settings.from(
                env(stores, settings, settings.flagApiPort(), "flag-api")),
            lifecycle);
    HttpServer evalService =
        EvalService.start(
            featureflags.evalservice.Settings.from(
                env(stores, settings, settings.evalServicePort(), "eval-service")),
            lifecycle);
    HttpServer worker =
        AuditWorker.start(
            featureflags.auditworker.Settings.from(env(stores, settings, 0, "audit-worker")),
            lifecycle);
    return new Engine(
        flagApi.port(), evalService.port(), worker.port(), postgres.database(), redis.port());
  }

  private static Map<String, String> stores(Database postgres, RedisServer redis) {
    return Map.of(
        "POSTGRES_HOST", postgres.host(),
        "POSTGRES_PORT", Integer.toString(postgres.port()),
        "POSTGRES_DB", postgres.name(),
        "POSTGRES_USER", postgres.user(),
        "POSTGRES_PASSWORD", postgres.password(),
        "REDIS_HOST", redis.host(),
        "REDIS_PORT", Integer.toString(redis.port()));
  }

  private static Env env(Map<String, String> stores, Settings settings, int port, String service) {
    Path folder = settings.data().resolve(service);
    var variables = new HashMap<>(System.getenv());
    variables.keySet().removeIf(DECIDED_HERE.asMatchPredicate());
    variables.putAll(stores);
    variables.put("PORT", Integer.toString(port));
    variables.put("HTTP_HOST", settings.host());
    variables.put("SNAPSHOT_DIR", folder.resolve("snapshots").toString());
    variables.put("SPOOL_DIR", folder.resolve("spool").toString());
    variables.put("WORKER_NAME", "standalone");
    return Env.of(variables);
  }
}
