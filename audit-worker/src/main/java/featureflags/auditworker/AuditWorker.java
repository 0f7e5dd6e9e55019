package featureflags.auditworker;

import featureflags.chassis.HttpServer;
import featureflags.chassis.Lifecycle;
import featureflags.chassis.Metrics;
import featureflags.chassis.Operations;
import featureflags.chassis.Readiness;
import featureflags.chassis.StoreSettings;
import featureflags.postgres.DeadLetters;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.Postgres;
import featureflags.postgres.PostgresAddress;
import featureflags.redis.EvaluationStream;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;

/// The worker, wired by hand.
public final class AuditWorker {
  static final String NAME = "audit-worker";

  /// The drain, the calendar, and a readiness check each use one.
  private static final int CONNECTIONS = 3;

  private AuditWorker() {}

  /// Starts the service; the lifecycle closes it. It starts whether or not the stores are there.
  public static HttpServer start(Settings settings, Lifecycle lifecycle) {
    var metrics = lifecycle.own("metrics", new Metrics());
    var postgres =
        lifecycle.own("postgres", Postgres.open(address(settings.postgres()), NAME, CONNECTIONS));
    var redis = lifecycle.own("redis", new Redis(address(settings.stream())));
    var stream = lifecycle.own("stream", new EvaluationStream(redis));
    lifecycle.own("calendar", Calendar.start(postgres, settings.retentionDays()));
    lifecycle.own(
        "drain",
        Drain.start(
            stream,
            new EvaluationTrail(postgres),
            new DeadLetters(postgres),
            settings,
            new Tallies(metrics)));
    Tallies.registerBacklog(metrics, stream);

    var readiness =
        Readiness.builder()
            .check("postgres", Readiness.Check.answers(postgres::ping))
            .check("redis", Readiness.Check.answers(redis::ping))
            .build();
    lifecycle.beforeClosing(readiness::drain);
    return lifecycle.own(
        "http", HttpServer.start(settings.http(), Operations.routes(readiness, metrics), metrics));
  }

  private static PostgresAddress address(StoreSettings.Database database) {
    return new PostgresAddress(
        database.host(),
        database.port(),
        database.name(),
        database.user(),
        database.password().reveal());
  }

  private static RedisAddress address(StoreSettings.Redis redis) {
    return new RedisAddress(redis.host(), redis.port(), redis.password().reveal());
  }
}
