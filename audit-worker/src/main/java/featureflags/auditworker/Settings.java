package featureflags.auditworker;

import featureflags.chassis.Env;
import featureflags.chassis.ServerConfig;
import featureflags.chassis.StoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What audit-worker reads from the environment.
///
/// @param http where health, readiness and metrics are answered
/// @param postgres where the trail is kept
/// @param stream the Redis that carries the evaluation stream
/// @param worker the name under which entries are taken; the same after a restart
/// @param batch how many entries of the stream are stored at once
/// @param lanes how many batches are stored at the same time
/// @param takeOver how long an entry lies with a worker before another one takes it
/// @param retentionDays for how many days the evaluation trail is kept
public record Settings(
    ServerConfig http,
    StoreSettings.Database postgres,
    StoreSettings.Redis stream,
    String worker,
    int batch,
    int lanes,
    Duration takeOver,
    int retentionDays) {
  /// Reads them.
  ///
  /// @throws featureflags.chassis.InvalidSettings naming everything that is wrong
  public static Settings from(Env env) {
    var http = ServerConfig.from(env, ServerConfig.on(3002));
    var postgres = StoreSettings.postgres(env);
    var stream = StoreSettings.stream(env, StoreSettings.cache(env));
    String host =
        env.text(
            "HOSTNAME", AuditWorker.NAME, "The host's name, which containers and shells tell.");
    String worker =
        env.text(
            "WORKER_NAME",
            host,
            "The name under which entries are taken: its own for each worker, and the same after a"
                + " restart; `HOSTNAME` unless set.");
    int batch =
        env.integer(
            "AUDIT_BATCH", 60, 1, 1_000, "How many stream entries are stored in one transaction.");
    int lanes =
        env.integer("AUDIT_LANES", 2, 1, 16, "How many such transactions run at the same time.");
    Duration takeOver =
        env.duration(
            "AUDIT_TAKE_OVER",
            "PT1M",
            "After how long the stream entries of a worker that does not store them are taken by"
                + " another; well above what the largest batch takes.");
    int retentionDays =
        env.integer(
            "AUDIT_RETENTION_DAYS",
            90,
            1,
            36_500,
            "For how many days the evaluation trail is kept.");
    return env.orFail(
        new Settings(http, postgres, stream, worker, batch, lanes, takeOver, retentionDays));
  }

  /// The names under which the lanes take entries. The first has the worker's own, which it had
  /// when it was the only one.
  List<String> laneNames() {
    return IntStream.rangeClosed(1, lanes)
        .mapToObj(lane -> lane == 1 ? worker : worker + "/" + lane)
        .toList();
  }
}
