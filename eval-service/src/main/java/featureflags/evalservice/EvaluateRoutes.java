package featureflags.evalservice;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Recorder;
import featureflags.catalog.Result;
import featureflags.catalog.Scope;
import featureflags.chassis.Problem;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Key;
import featureflags.engine.Ruleset;
import featureflags.json.BatchRequest;
import featureflags.json.BatchRequest.Selection;
import featureflags.json.EvaluateRequest;
import featureflags.json.ResultWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Answers evaluations from memory, on the event loop.
final class EvaluateRoutes {
  private static final Duration SNAPSHOT_WAIT = Duration.ofSeconds(1);

  private final Snapshots snapshots;
  private final Recorder recorder;
  private final Consumer<EvaluationEvent> trail;

  /// @param trail takes an event at once, without waiting for anything
  EvaluateRoutes(Snapshots snapshots, Recorder recorder, Consumer<EvaluationEvent> trail) {
    this.snapshots = snapshots;
    this.recorder = recorder;
    this.trail = trail;
  }

  Routes routes() {
    return Routes.builder()
        .onLoop("POST", "/evaluate", this::one)
        .onLoop("POST", "/evaluate/batch", this::batch)
        .build();
  }

  private Response one(Request request) {
    var asked = EvaluateRequest.read(request.body());
    Snapshot snapshot = snapshot(request);
    return switch (evaluate(snapshot, asked.flagKey(), asked.context())) {
      case Result.Evaluated result -> Response.json(200, ResultWriter.one(result));
      case Result.NotFound(String key) -> throw notFound(key);
      case Result.Unreadable(String key) -> throw unreadable(key);
    };
  }

  private Response batch(Request request) {
    var asked = BatchRequest.read(request.body());
    Snapshot snapshot = snapshot(request);
    List<String> keys =
        switch (asked.selection()) {
          case Selection.All() ->
              snapshot.flags().stream().map(flag -> flag.document().key()).sorted().toList();
          case Selection.Named(List<String> named) -> named;
        };
    var results = new ArrayList<Result>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      results.add(evaluate(snapshot, keys.get(i), asked.context()));
    }
    return Response.json(200, ResultWriter.batch(results));
  }

  private Result evaluate(Snapshot snapshot, String key, Context context) {
    Optional<LiveFlag> found = snapshot.flag(key);
    if (found.isEmpty()) {
      return new Result.NotFound(key);
    }
    return switch (found.get()) {
      case LiveFlag.Evaluable flag -> {
        Ruleset rules = snapshot.ruleset();
        Decision decision = rules.flag(key).orElseThrow().evaluate(context, rules);
        var result = new Result.Evaluated(key, flag.document().version(), decision);
        trail.accept(recorder.record(snapshot.scope(), result, context));
        yield result;
      }
      case LiveFlag.Unreadable _ -> new Result.Unreadable(key);
    };
  }

  private Snapshot snapshot(Request request) {
    if (!request.hasParameter("environment")) {
      return snapshots.of(Scope.DEFAULT).orElseThrow(() -> noSnapshot("default", "production"));
    }
    String project = request.parameter("project");
    String environment = request.parameter("environment");
    if (!Key.valid(project) || !Key.valid(environment)) {
      throw noScope(project, environment);
    }
    return snapshots
        .of(new Scope(project, environment))
        .orElseThrow(() -> noSnapshot(project, environment));
  }

  private Refusal noSnapshot(String project, String environment) {
    return snapshots.isComplete()
        ? noScope(project, environment)
        : Refusal.unavailable(
            "no snapshot of the flags of this environment has been loaded yet", SNAPSHOT_WAIT);
  }

  private static Refusal noScope(String project, String environment) {
    return Refusal.notFound("environment '%s' of project '%s'".formatted(environment, project));
  }

  private static Refusal notFound(String key) {
    return new Refusal(
        Problem.of(
                "flag-not-found",
                404,
                "There is no such flag",
                "there is no flag '%s' in use in this environment".formatted(key))
            .with(new Problem.Member.Text("errorCode", "FLAG_NOT_FOUND")));
  }

  private static Refusal unreadable(String key) {
    return new Refusal(
        Problem.of(
                "flag-unreadable",
                500,
                "The flag cannot be read",
                "this engine cannot read the definition of flag '%s'; its log says why"
                    .formatted(key))
            .with(new Problem.Member.Text("errorCode", "PARSE_ERROR")));
  }
}
