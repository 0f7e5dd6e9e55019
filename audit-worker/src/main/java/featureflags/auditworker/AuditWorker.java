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

  /// Each drain uses one, and so do the calendar and a readiness check.
  private static final int CONNECTIONS_BESIDE = 2;

  private AuditWorker() {}

  /// Starts the service; the lifecycle closes it. It starts whether or not the stores are there.
  public static HttpServer start(Settings settings, Lifecycle lifecycle) {
    var metrics = lifecycle.own("metrics", new Metrics());
    var postgres =
        lifecycle.own(
            "postgres",
            Postgres.open(
                address(settings.postgres()), NAME, settings.lanes() + CONNECTIONS_BESIDE));
    var redis = lifecycle.own("redis", new Redis(address(settings.stream())));
    lifecycle.own("calendar", Calendar.start(postgres, settings.retentionDays()));
    var tallies = new Tallies(metrics);
    var trail = new EvaluationTrail(postgres);
    for (String lane : settings.laneNames()) {
      var stream = lifecycle.own("stream", new EvaluationStream(redis));
      lifecycle.own(
          "drain", Drain.start(stream, trail, new DeadLetters(postgres), lane, settings, tallies));
    }
    Tallies.registerBacklog(metrics, lifecycle.own("backlog", new EvaluationStream(redis)));

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
