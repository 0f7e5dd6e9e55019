package featureflags.evalservice;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorder;
import featureflags.catalog.Scope;
import featureflags.engine.Context;
import featureflags.engine.Ruleset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Answers for the flags of a snapshot, and tells the audit trail of each request.
final class Evaluator {
  /// Hears of what a request was answered, at once, and makes nobody wait.
  @FunctionalInterface
  private interface Witness {
    void evaluated(Scope scope, List<Outcome> outcomes, Context context);
  }

  private final Witness witness;

  private Evaluator(Witness witness) {
    this.witness = witness;
  }

  /// One whose every evaluation is recorded.
  ///
  /// @param trail takes a record at once, without waiting for anything
  static Evaluator audited(Recorder recorder, Consumer<Evaluations> trail) {
    return new Evaluator(
        (scope, outcomes, context) -> trail.accept(recorder.record(scope, outcomes, context)));
  }

  /// One that leaves no trace.
  static Evaluator unaudited() {
    return new Evaluator((_, _, _) -> {});
  }

  /// The answer to a request for one flag.
  Evaluation one(Snapshot snapshot, String key, Context context) {
    Evaluation evaluation = answer(snapshot, key, context);
    if (evaluation instanceof Evaluation.Served served) {
      witness.evaluated(snapshot.scope(), List.of(served.outcome()), context);
    }
    return evaluation;
  }

  /// The answers to a request for these flags, in their order.
  List<Evaluation> each(Snapshot snapshot, List<String> keys, Context context) {
    var evaluations = new ArrayList<Evaluation>(keys.size());
    var outcomes = new ArrayList<Outcome>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      Evaluation evaluation = answer(snapshot, keys.get(i), context);
      evaluations.add(evaluation);
      if (evaluation instanceof Evaluation.Served served) {
        outcomes.add(served.outcome());
      }
    }
    if (!outcomes.isEmpty()) {
      witness.evaluated(snapshot.scope(), outcomes, context);
    }
    return evaluations;
  }

  private static Evaluation answer(Snapshot snapshot, String key, Context context) {
    Optional<LiveFlag> found = snapshot.flag(key);
    if (found.isEmpty()) {
      return new Evaluation.NotFound(key);
    }
    return switch (found.get()) {
      case LiveFlag.Evaluable flag -> {
        Ruleset rules = snapshot.ruleset();
        yield flag.answers().of(rules.flag(key).orElseThrow().evaluate(context, rules));
      }
      case LiveFlag.Unreadable _ -> new Evaluation.Unreadable(key);
    };
  }
}
