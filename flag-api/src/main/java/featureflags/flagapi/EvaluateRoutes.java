package featureflags.flagapi;

import featureflags.catalog.Entry;
import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorder;
import featureflags.catalog.Result;
import featureflags.catalog.Scope;
import featureflags.catalog.State;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.engine.Context;
import featureflags.engine.Explanation;
import featureflags.engine.Ruleset;
import featureflags.json.ContextShape;
import featureflags.json.ResultWriter;
import featureflags.json.ValueReader;
import java.util.List;
import java.util.function.Consumer;

/// Tries a flag on a context, as it is stored now.
final class EvaluateRoutes {
  private final FlagReads reads;
  private final Recorder recorder;
  private final Consumer<Evaluations> trail;

  /// @param trail takes each record before its answer is sent
  EvaluateRoutes(FlagReads reads, Recorder recorder, Consumer<Evaluations> trail) {
    this.reads = reads;
    this.recorder = recorder;
    this.trail = trail;
  }

  Routes routes() {
    return Routes.builder().blocking("POST", "/flags/{key}/evaluate", this::evaluate).build();
  }

  private Response evaluate(Request request) {
    boolean explain = Parameters.of(request, "explain").flag("explain");
    Scope scope = Asked.scope(request);
    String key = Asked.flagKey(request);
    Context context = ContextShape.read(ValueReader.read(request.body()));
    Read<Entry> entry = inUse(scope, key);
    Read<Ruleset> ruleset = reads.surroundings(scope, entry, context);
    Explanation explanation =
        ruleset.value().flag(key).orElseThrow().explain(context, ruleset.value());
    var result = new Result(key, entry.value().version(), explanation.decision());
    var outcome = Outcome.of(result, entry.value().details().auditSampleRate());
    trail.accept(recorder.record(scope, List.of(outcome), context));
    byte[] body = explain ? ResultWriter.explained(result, explanation) : ResultWriter.one(result);
    return ruleset.marked(Response.json(200, body));
  }

  private Read<Entry> inUse(Scope scope, String key) {
    Read<Entry> entry =
        reads
            .find(scope, key)
            .orElseThrow(() -> reads.exists(scope) ? Asked.noFlag(key) : Asked.noScope(scope));
    return switch (entry.value().state()) {
      case State.Active() -> entry;
      case State.Archived _ -> throw Asked.noFlagInUse(key);
    };
  }
}
