package featureflags.evalservice;

import featureflags.chassis.Problem;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.json.BatchRequest;
import featureflags.json.BatchRequest.Selection;
import featureflags.json.EvaluateRequest;
import featureflags.json.ResultWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Answers evaluations from memory, on the event loop.
final class EvaluateRoutes {
  private static final Duration SNAPSHOT_WAIT = Duration.ofSeconds(1);

  private final Snapshots snapshots;
  private final Evaluator evaluator;

  EvaluateRoutes(Snapshots snapshots, Evaluator evaluator) {
    this.snapshots = snapshots;
    this.evaluator = evaluator;
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
    return switch (evaluator.one(snapshot, asked.flagKey(), asked.context())) {
      case Evaluation.Served(_, _, Response response, _) -> response;
      case Evaluation.NotFound(String key) -> throw notFound(key);
      case Evaluation.Unreadable(String key) -> throw unreadable(key);
    };
  }

  private Response batch(Request request) {
    var asked = BatchRequest.read(request.body());
    Snapshot snapshot = snapshot(request);
    List<String> keys =
        switch (asked.selection()) {
          case Selection.All() -> snapshot.keys();
          case Selection.Named(List<String> named) -> named;
        };
    List<Evaluation> evaluations = evaluator.each(snapshot, keys, asked.context());
    var items = new ArrayList<byte[]>(evaluations.size());
    for (int i = 0; i < evaluations.size(); i++) {
      items.add(item(evaluations.get(i)));
    }
    return Response.json(200, ResultWriter.batch(items));
  }

  private static byte[] item(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Served(_, _, Response response, _) -> response.body();
      case Evaluation.NotFound(String key) -> ResultWriter.notFound(key);
      case Evaluation.Unreadable(String key) -> ResultWriter.unreadable(key);
    };
  }

  private Snapshot snapshot(Request request) {
    return switch (Addressed.by(request, snapshots)) {
      case Addressed.Held(Snapshot snapshot) -> snapshot;
      case Addressed.Unknown(String project, String environment) ->
          throw noScope(project, environment);
      case Addressed.NotYet() ->
          throw Refusal.unavailable(
              "no snapshot of the flags of this environment has been loaded yet", SNAPSHOT_WAIT);
    };
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
