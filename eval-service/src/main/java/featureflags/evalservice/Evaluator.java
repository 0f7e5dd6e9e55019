package featureflags.evalservice;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Recorder;
import featureflags.catalog.Result;
import featureflags.catalog.Scope;
import featureflags.engine.Context;
import featureflags.engine.Ruleset;
import java.util.Optional;
import java.util.function.Consumer;

/// Answers for the flags of a snapshot, and tells the audit trail of each answer.
final class Evaluator {
  /// Hears of each evaluation at once, and makes nobody wait.
  @FunctionalInterface
  private interface Witness {
    void evaluated(Scope scope, Result.Evaluated result, Context context);
  }

  private final Witness witness;

  private Evaluator(Witness witness) {
    this.witness = witness;
  }

  /// One whose every evaluation is recorded.
  ///
  /// @param trail takes an event at once, without waiting for anything
  static Evaluator audited(Recorder recorder, Consumer<EvaluationEvent> trail) {
    return new Evaluator(
        (scope, result, context) -> trail.accept(recorder.record(scope, result, context)));
  }

  /// One that leaves no trace.
  static Evaluator unaudited() {
    return new Evaluator((_, _, _) -> {});
  }

  /// The answer for one flag.
  Result evaluate(Snapshot snapshot, String key, Context context) {
    Optional<LiveFlag> found = snapshot.flag(key);
    if (found.isEmpty()) {
      return new Result.NotFound(key);
    }
    return switch (found.get()) {
      case LiveFlag.Evaluable flag -> {
        Ruleset rules = snapshot.ruleset();
        var result =
            new Result.Evaluated(
                key,
                flag.document().version(),
                rules.flag(key).orElseThrow().evaluate(context, rules));
        witness.evaluated(snapshot.scope(), result, context);
        yield result;
      }
      case LiveFlag.Unreadable _ -> new Result.Unreadable(key);
    };
  }
}
