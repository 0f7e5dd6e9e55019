package featureflags.chassis;

import java.nio.file.Path;
import java.util.List;

/// Settings that several services read alike: where the stores are, and what becomes of evaluation
/// events.
public final class StoreSettings {
  private StoreSettings() {}

  /// The database.
  ///
  /// @param port 1 to 65,535
  public record Database(String host, int port, String name, String user, Secret password) {}

  /// A Redis server.
  ///
  /// @param port 1 to 65,535
  /// @param password empty for none
  public record Redis(String host, int port, Secret password) {}

  /// PostgreSQL, the source of truth.
  public static Database postgres(Env env) {
    return new Database(
        env.text("POSTGRES_HOST", "localhost", "PostgreSQL's name or address."),
        env.integer("POSTGRES_PORT", 5432, 1, 65_535, "PostgreSQL's port."),
        env.text("POSTGRES_DB", "featureflags", "The database's name."),
        env.text("POSTGRES_USER", "postgres", "Who asks PostgreSQL."),
        env.secret("POSTGRES_PASSWORD", "postgres", "The password of that user."));
  }

  /// The Redis that caches the flags and carries their changes.
  public static Redis cache(Env env) {
    return new Redis(
        env.text("REDIS_HOST", "localhost", "The name or address of Redis."),
        env.integer("REDIS_PORT", 6379, 1, 65_535, "The port of Redis."),
        env.secret("REDIS_PASSWORD", "", "The password of Redis; empty for none."));
  }

  /// The Redis that carries the evaluation stream; the cache's unless set.
  public static Redis stream(Env env, Redis cache) {
    return new Redis(
        env.text(
            "REDIS_STREAM_HOST",
            cache.host(),
            "The name or address of the Redis of the evaluation stream; `REDIS_HOST` unless set."),
        env.integer(
            "REDIS_STREAM_PORT",
            cache.port(),
            1,
            65_535,
            "The port of the Redis of the evaluation stream; `REDIS_PORT` unless set."),
        env.secret(
            "REDIS_STREAM_PASSWORD",
            cache.password().reveal(),
            "The password of the Redis of the evaluation stream; `REDIS_PASSWORD` unless set."));
  }

  /// How a service sends its evaluation events.
  ///
  /// @param spool where they wait while Redis is away
  /// @param spoolMegabytes how large that may grow, in MiB
  /// @param confirmedBy how many replicas must have an event before it counts as sent; 0 when Redis
  ///   itself is enough
  public record Events(Path spool, int spoolMegabytes, int confirmedBy) {}

  /// How a service sends its evaluation events.
  public static Events events(Env env, String service) {
    Path spool =
        env.path(
            "SPOOL_DIR",
            Path.of("data", service, "spool"),
            "Where evaluation events wait while Redis is away; no two processes may share it.");
    int megabytes =
        env.integer("SPOOL_MB", 256, 4, 1_000_000, "How large the spool may grow, in MiB.");
    boolean confirmed =
        env.isOne(
            "EVENTS_DURABILITY",
            "async",
            "confirmed",
            "When an event counts as sent: async, once Redis has it; confirmed, once"
                + " EVENTS_REPLICAS have it too.");
    int replicas =
        env.integer(
            "EVENTS_REPLICAS",
            1,
            1,
            16,
            "How many replicas of Redis confirm an event when EVENTS_DURABILITY is confirmed.");
    return new Events(spool, megabytes, confirmed ? replicas : 0);
  }

  /// The names of the context attributes that the evaluation trail keeps.
  public static List<String> auditAttributes(Env env) {
    return env.names(
        "AUDIT_ATTRIBUTES",
        "The context attributes that the evaluation trail keeps, separated by commas; contexts hold"
            + " personal data, so none unless named. Together up to 4,096 characters; an attribute"
            + " that does not fit beside those named before it is left out.");
  }
}
