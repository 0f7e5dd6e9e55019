package featureflags.flagapi;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Recorder;
import featureflags.catalog.Scope;
import featureflags.chassis.Routes;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.DeadLetters;
import featureflags.postgres.Documents;
import featureflags.postgres.EvaluationCounts;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.FlagStore;
import featureflags.postgres.Places;
import featureflags.postgres.Postgres;
import featureflags.postgres.SegmentStore;
import featureflags.redis.EvaluationStream;
import featureflags.redis.SnapshotCache;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Everything that flag-api answers, over what it needs to answer.
///
/// @param trail takes each evaluation before it is answered
/// @param committed told of each environment in which a change was committed
record RouteTable(
    Postgres postgres,
    SnapshotCache cache,
    EvaluationStream stream,
    InstantSource clock,
    Recorder recorder,
    Consumer<Evaluations> trail,
    Consumer<Scope> committed) {
  private static final String SCOPED = "/projects/{project}/environments/{environment}";

  /// The table, with the routes by which a cluster looks after the service.
  Routes routes(Routes operations) {
    var store = new FlagStore(postgres, clock);
    var documents = new Documents(postgres);
    var reads = new FlagReads(store, documents, cache);
    var segments = new SegmentStore(postgres, clock);
    var changes = new ChangeTrail(postgres);
    var evaluations = new EvaluationTrail(postgres);
    var scoped =
        List.of(
            new FlagRoutes(store, reads, changes, committed).routes(),
            new EvaluateRoutes(reads, recorder, trail).routes(),
            new AuditRoutes(store, changes, evaluations).routes(),
            new CountRoutes(store, new EvaluationCounts(postgres), clock).routes(),
            new SubjectRoutes(store, evaluations, changes, documents).routes(),
            new SegmentRoutes(segments, changes, committed).routes(),
            new KeyRoutes(segments, committed).routes());
    var routes = Routes.builder();
    scoped.forEach(each -> routes.add(each).mount(SCOPED, each));
    Routes ofProject = new TrailRoutes(changes).routes();
    return routes
        .add(ofProject)
        .mount("/projects/{project}", ofProject)
        .add(new PlaceRoutes(new Places(postgres, clock), committed).routes())
        .add(new DeadLetterRoutes(new DeadLetters(postgres), stream).routes())
        .add(OpenApi.routes())
        .add(operations)
        .build();
  }
}
