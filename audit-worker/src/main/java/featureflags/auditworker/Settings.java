package featureflags.auditworker;

import featureflags.chassis.Env;
import featureflags.chassis.HttpServer;
import featureflags.chassis.StoreSettings;
import java.util.Optional;

/// What audit-worker reads from the environment.
///
/// @param http where health, readiness and metrics are answered
/// @param postgres where the trail is kept
/// @param stream the Redis that carries the evaluation stream
/// @param worker the name under which entries are taken; the same after a restart
/// @param batch how many entries of the stream are stored at once
/// @param retentionDays for how many days the evaluation trail is kept
public record Settings(
    HttpServer.Config http,
    StoreSettings.Database postgres,
    StoreSettings.Redis stream,
    String worker,
    int batch,
    int retentionDays) {
  /// Reads them.
  ///
  /// @throws featureflags.chassis.InvalidSettings naming everything that is wrong
  public static Settings from(Env env) {
    var http = HttpServer.Config.from(env, 3002);
    var postgres = StoreSettings.postgres(env);
    var stream = StoreSettings.stream(env, StoreSettings.cache(env));
    String worker =
        env.text(
            "WORKER_NAME",
            Optional.ofNullable(System.getenv("HOSTNAME")).orElse(AuditWorker.NAME),
            "The name under which entries are taken: its own for each worker, and the same after a"
                + " restart. The host's name unless set.");
    int batch =
        env.integer(
            "AUDIT_BATCH", 20, 1, 1_000, "How many stream entries are stored in one transaction.");
    int retentionDays =
        env.integer(
            "AUDIT_RETENTION_DAYS",
            90,
            1,
            36_500,
            "For how many days the evaluation trail is kept.");
    return env.orFail(new Settings(http, postgres, stream, worker, batch, retentionDays));
  }
}
