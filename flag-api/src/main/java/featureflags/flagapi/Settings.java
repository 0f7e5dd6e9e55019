package featureflags.flagapi;

import featureflags.chassis.Env;
import featureflags.chassis.ServerConfig;
import featureflags.chassis.StoreSettings;
import java.util.List;

/// What flag-api reads from the environment.
///
/// @param http where and how it listens
/// @param postgres the source of truth
/// @param poolSize how many connections to it at most
/// @param cache the Redis that caches the flags and carries their changes
/// @param stream the Redis that carries the evaluation stream
/// @param events how evaluation events are sent
/// @param auditAttributes which context attributes the evaluation trail keeps
public record Settings(
    ServerConfig http,
    StoreSettings.Database postgres,
    int poolSize,
    StoreSettings.Redis cache,
    StoreSettings.Redis stream,
    StoreSettings.Events events,
    List<String> auditAttributes) {
  private static final int MAX_BODY = 1024 * 1024;
  private static final int MAX_HEAD = 16 * 1024;

  /// Reads them.
  ///
  /// @throws featureflags.chassis.InvalidSettings naming everything that is wrong
  public static Settings from(Env env) {
    var http = ServerConfig.from(env, ServerConfig.on(3000).withSizes(MAX_BODY, MAX_HEAD));
    var postgres = StoreSettings.postgres(env);
    int poolSize =
        env.integer("POSTGRES_POOL", 8, 1, 200, "How many connections to PostgreSQL at most.");
    var cache = StoreSettings.cache(env);
    var stream = StoreSettings.stream(env, cache);
    var events = StoreSettings.events(env, FlagApi.NAME);
    List<String> attributes = StoreSettings.auditAttributes(env);
    return env.orFail(new Settings(http, postgres, poolSize, cache, stream, events, attributes));
  }
}
