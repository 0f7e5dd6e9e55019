package featureflags.flagapi;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Recorder;
import featureflags.catalog.TimeOrderedIds;
import featureflags.chassis.EventFigures;
import featureflags.chassis.HttpServer;
import featureflags.chassis.Lifecycle;
import featureflags.chassis.Metrics;
import featureflags.chassis.Operations;
import featureflags.chassis.Readiness;
import featureflags.chassis.ReferenceClock;
import featureflags.chassis.StoreSettings;
import featureflags.postgres.Postgres;
import featureflags.postgres.PostgresAddress;
import featureflags.postgres.SnapshotSource;
import featureflags.redis.ChangeChannel;
import featureflags.redis.EvaluationStream;
import featureflags.redis.EventSender;
import featureflags.redis.EventSettings;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import featureflags.redis.SnapshotCache;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// The control plane, wired by hand.
public final class FlagApi {
  static final String NAME = "flag-api";

  private FlagApi() {}

  /// Starts the service; the lifecycle closes it. It starts whether or not the stores are there.
  public static HttpServer start(Settings settings, Lifecycle lifecycle) {
    var metrics = lifecycle.own("metrics", new Metrics());
    var postgres =
        lifecycle.own(
            "postgres", Postgres.open(address(settings.postgres()), NAME, settings.poolSize()));
    var clock =
        lifecycle.own(
            "clock", ReferenceClock.start(InstantSource.system(), postgres::time, metrics));
    var cacheServer = lifecycle.own("cache", new Redis(address(settings.cache())));
    var streamServer = lifecycle.own("stream", new Redis(address(settings.stream())));
    var cache = new SnapshotCache(cacheServer);
    var events = lifecycle.own("events", new EventSender(streamServer, sending(settings.events())));
    var stream = lifecycle.own("evaluation-stream", new EvaluationStream(streamServer));
    var schema = lifecycle.own("schema", SchemaUpgrade.start(address(settings.postgres())));
    var publisher =
        lifecycle.own(
            "cache-publisher",
            CachePublisher.start(
                new SnapshotSource(postgres), cache, new ChangeChannel(cacheServer)));

    var recorder =
        new Recorder(
            new TimeOrderedIds(clock, ThreadLocalRandom::current),
            clock,
            settings.auditAttributes());
    var readiness =
        Readiness.builder()
            .instant("schema", schema::whyNot)
            .check("postgres", Readiness.Check.answers(postgres::ping))
            .check("redis", Readiness.Check.answers(cacheServer::ping))
            .build();
    EventFigures.register(metrics, events::counts);
    lifecycle.beforeClosing(readiness::drain);

    var routes =
        new RouteTable(
                postgres, cache, stream, clock, recorder, handedOver(events), publisher::committed)
            .routes(Operations.routes(readiness, metrics));
    return lifecycle.own("http", HttpServer.start(settings.http(), routes, metrics));
  }

  static PostgresAddress address(StoreSettings.Database database) {
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

  private static EventSettings sending(StoreSettings.Events events) {
    return EventSettings.in(events.spool())
        .withSpoolMegabytes(events.spoolMegabytes())
        .confirmedBy(events.confirmedBy());
  }

  /// An event is in the stream or on disk before its evaluation is answered: this is where people
  /// try flags, and what they saw must be found in the trail whatever is killed next.
  private static Consumer<Evaluations> handedOver(EventSender events) {
    return evaluations -> events.handOver(evaluations).toCompletableFuture().join();
  }
}
