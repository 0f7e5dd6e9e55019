package featureflags.flagapi;

import featureflags.chassis.Env;
import featureflags.chassis.StoreSettings;
import java.nio.file.Path;
import java.util.List;

/// What flag-api reads from the environment.
///
/// @param port to listen on; 0 for any free one
/// @param host to listen on
/// @param postgres the source of truth
/// @param poolSize how many connections to it at most
/// @param cache the Redis that caches the flags and carries their changes
/// @param stream the Redis that carries the evaluation stream
/// @param spool where evaluation events wait on disk while the stream is away
/// @param spoolMegabytes how large that may grow
/// @param auditAttributes which context attributes the evaluation trail keeps
public record Settings(
    int port,
    String host,
    StoreSettings.Database postgres,
    int poolSize,
    StoreSettings.Redis cache,
    StoreSettings.Redis stream,
    Path spool,
    int spoolMegabytes,
    List<String> auditAttributes) {
  /// Reads them.
  ///
  /// @throws featureflags.chassis.InvalidSettings naming everything that is wrong
  public static Settings from(Env env) {
    int port = env.port("PORT", 3000, "The port to listen on.");
    String host = env.text("HOST", "0.0.0.0", "The address to listen on.");
    var postgres = StoreSettings.postgres(env);
    int poolSize =
        env.integer("POSTGRES_POOL", 8, 1, 200, "How many connections to PostgreSQL at most.");
    var cache = StoreSettings.cache(env);
    var stream = StoreSettings.stream(env, cache);
    Path spool =
        env.path(
            "SPOOL_DIR",
            Path.of("data/flag-api/spool"),
            "Where evaluation events wait while Redis is away; no two processes may share it.");
    int spoolMegabytes =
        env.integer("SPOOL_MB", 256, 1, 1_000_000, "How large the spool may grow, in MiB.");
    var attributes =
        env.names(
            "AUDIT_ATTRIBUTES",
            "The context attributes that the evaluation trail keeps, separated by commas; contexts"
                + " hold personal data, so none unless named.");
    return env.orFail(
        new Settings(
            port, host, postgres, poolSize, cache, stream, spool, spoolMegabytes, attributes));
  }
}
