package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Recorder;
import featureflags.catalog.Scope;
import featureflags.catalog.TimeOrderedIds;
import featureflags.chassis.EventFigures;
import featureflags.chassis.HttpServer;
import featureflags.chassis.Lifecycle;
import featureflags.chassis.Metrics;
import featureflags.chassis.Operations;
import featureflags.chassis.Readiness;
import featureflags.chassis.ReferenceClock;
import featureflags.chassis.Routes;
import featureflags.chassis.StaticDocument;
import featureflags.chassis.StoreSettings;
import featureflags.postgres.Postgres;
import featureflags.postgres.PostgresAddress;
import featureflags.postgres.RevisionListener;
import featureflags.postgres.SnapshotSource;
import featureflags.redis.ChangeChannel;
import featureflags.redis.EventSender;
import featureflags.redis.EventSettings;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import featureflags.redis.SnapshotCache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/// The evaluator, wired by hand.
public final class EvalService {
  static final String NAME = "eval-service";

  /// A change must not wait long for a cache that hangs before PostgreSQL is asked.
  private static final Duration CACHE_DEADLINE = Duration.ofMillis(500);

  private static final int CONNECTIONS = 2;

  private EvalService() {}

  /// Starts the service; the lifecycle closes it. It starts whether or not the stores are there,
  /// and is ready as soon as it holds a snapshot.
  public static HttpServer start(Settings settings, Lifecycle lifecycle) {
    var metrics = lifecycle.own("metrics", new Metrics());
    var snapshots = new Snapshots();
    var files = new SnapshotFiles(settings.snapshots());
    files.read().forEach(snapshots::apply);
    snapshots.loaded();

    var postgres =
        lifecycle.own("postgres", Postgres.open(address(settings.postgres()), NAME, CONNECTIONS));
    var clock =
        lifecycle.own(
            "clock", ReferenceClock.start(InstantSource.system(), postgres::time, metrics));
    var cacheServer = lifecycle.own("cache", new Redis(address(settings.cache()), CACHE_DEADLINE));
    var refresher =
        lifecycle.own(
            "refresher",
            new Refresher(
                snapshots,
                nearest(new SnapshotCache(cacheServer)),
                truth(new SnapshotSource(postgres)),
                new SplittableRandom()));
    refresher.start();
    var streamServer = lifecycle.own("stream", new Redis(address(settings.stream())));
    var events = lifecycle.own("events", new EventSender(streamServer, sending(settings.events())));
    lifecycle.own("snapshot-keeper", SnapshotKeeper.start(snapshots, files));
    lifecycle.own(
        "change-channel",
        new ChangeChannel(cacheServer).subscribe(refresher::announced, refresher::check));
    lifecycle.own(
        "revision-listener",
        RevisionListener.start(
            address(settings.postgres()), NAME, refresher::hinted, refresher::checkTruth));

    var readiness =
        Readiness.builder()
            .instant("snapshot", () -> held(snapshots))
            .note("quarantined", () -> Long.toString(snapshots.quarantined()))
            .build();
    SnapshotFigures.register(metrics, snapshots);
    EventFigures.register(metrics, events::counts);
    lifecycle.beforeClosing(readiness::drain);

    var recorder =
        new Recorder(
            new TimeOrderedIds(clock, ThreadLocalRandom::current),
            clock,
            settings.auditAttributes());
    var evaluator =
        settings.audited() ? Evaluator.audited(recorder, events::accept) : Evaluator.unaudited();
    var feeds = new ChangeFeeds(snapshots);
    metrics.gauge("ofrep.followers", "Clients that follow changes.", feeds::followers);
    var ofrep = new OfrepRoutes(snapshots, evaluator, feeds, Doorkeeper.OPEN, settings.cors());
    var routes =
        routes(
            new EvaluateRoutes(snapshots, evaluator), ofrep, Operations.routes(readiness, metrics));
    return lifecycle.own("http", HttpServer.start(settings.http(), routes, metrics));
  }

  /// Everything that this service answers.
  static Routes routes(EvaluateRoutes evaluate, OfrepRoutes ofrep, Routes operations) {
    return Routes.builder()
        .add(evaluate.routes())
        .mount(Addressed.PREFIX, evaluate.routes())
        .add(ofrep.routes())
        .mount(Addressed.PREFIX, ofrep.routes())
        .add(
            StaticDocument.route(
                "/openapi.json", "application/json", EvalService.class, "openapi.json"))
        .add(operations)
        .build();
  }

  static Optional<String> held(Snapshots snapshots) {
    return snapshots.isLoaded() ? Optional.empty() : Optional.of("no snapshot has been loaded yet");
  }

  private static Refresher.Cache nearest(SnapshotCache cache) {
    return new Refresher.Cache() {
      @Override
      public Map<Scope, Long> revisions() {
        return cache.revisions();
      }

      @Override
      public Optional<Delta> newerThan(
          Scope scope, long revision, Map<DocumentName, Integer> held) {
        return cache.newerThan(scope, revision, held);
      }

      @Override
      public void refill(Delta delta) {
        cache.apply(delta);
      }
    };
  }

  private static Refresher.Truth truth(SnapshotSource source) {
    return new Refresher.Truth() {
      @Override
      public Map<Scope, Long> revisions() {
        return source.revisions();
      }

      @Override
      public Optional<Delta> newerThan(Scope scope, long revision) {
        return source.newerThan(scope, revision);
      }
    };
  }

  private static EventSettings sending(StoreSettings.Events events) {
    return EventSettings.in(events.spool())
        .withSpoolMegabytes(events.spoolMegabytes())
        .confirmedBy(events.confirmedBy());
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
