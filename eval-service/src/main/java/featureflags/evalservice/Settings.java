package featureflags.evalservice;

import featureflags.chassis.Cors;
import featureflags.chassis.Env;
import featureflags.chassis.ServerConfig;
import featureflags.chassis.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What eval-service reads from the environment.
///
/// @param http where and how it listens
/// @param cors which web pages may evaluate flags
/// @param postgres the source of truth
/// @param cache the Redis that caches the flags and carries their changes
/// @param stream the Redis that carries the evaluation stream
/// @param snapshots where the last good snapshots are kept
/// @param events how evaluation events are sent
/// @param audited whether evaluations are recorded for the trail
/// @param auditAttributes which context attributes the evaluation trail keeps
public record Settings(
    ServerConfig http,
    Cors cors,
    StoreSettings.Database postgres,
    StoreSettings.Redis cache,
    StoreSettings.Redis stream,
    Path snapshots,
    StoreSettings.Events events,
    boolean audited,
    List<String> auditAttributes) {
  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_HEAD = 16 * 1024;

  /// Bodies are small, so none needs the time that a list of keys takes.
  private static final ServerConfig USUAL =
      ServerConfig.on(3001)
          .withSizes(MAX_BODY, MAX_HEAD)
          .withTimeouts(Duration.ofSeconds(75), Duration.ofSeconds(5));

  /// Reads them.
  ///
  /// @throws featureflags.chassis.InvalidSettings naming everything that is wrong
  public static Settings from(Env env) {
    var http = ServerConfig.from(env, USUAL);
    var cors = Cors.from(env);
    var postgres = StoreSettings.postgres(env);
    var cache = StoreSettings.cache(env);
    var stream = StoreSettings.stream(env, cache);
    Path snapshots =
        env.path(
            "SNAPSHOT_DIR",
            Path.of("data/eval-service/snapshots"),
            "Where the last good snapshots are kept for a start without the stores.");
    var events = StoreSettings.events(env, EvalService.NAME);
    boolean audited =
        env.isOn(
            "AUDIT_EVALUATIONS", true, "Whether evaluations are recorded for the audit trail.");
    List<String> attributes = StoreSettings.auditAttributes(env);
    return env.orFail(
        new Settings(http, cors, postgres, cache, stream, snapshots, events, audited, attributes));
  }
}
