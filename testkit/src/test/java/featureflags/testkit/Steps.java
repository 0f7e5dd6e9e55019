package featureflags.testkit;

import featureflags.engine.Reason;
import featureflags.engine.RolloutTrace;
import featureflags.engine.Step;
import java.util.Optional;

/// Reads the steps of an explanation.
final class Steps {
  private Steps() {}

  /// The reason that a step serves for; empty when it passes on.
  static Optional<Reason> served(Step step) {
    return switch (step) {
      case Step.Disabled() -> Optional.of(new Reason.Disabled());
      case Step.Quarantined() -> Optional.of(new Reason.Quarantined());
      case Step.Required(_, _, boolean held) ->
          held ? Optional.empty() : Optional.of(new Reason.PrerequisiteFailed());
      case Step.RulePassed _ -> Optional.empty();
      case Step.RuleHeld(String rule, _, RolloutTrace rollout) ->
          rollout.served() ? Optional.of(new Reason.RuleMatch(rule)) : Optional.empty();
      case Step.OwnRollout(RolloutTrace rollout) ->
          rollout.served() ? Optional.of(new Reason.RolledOut()) : Optional.empty();
      case Step.FellThrough() -> Optional.of(new Reason.Default());
    };
  }

  /// The rollout that a step asked; empty when it asked none.
  static Optional<RolloutTrace> rollout(Step step) {
    return switch (step) {
      case Step.RuleHeld(_, _, RolloutTrace rollout) -> Optional.of(rollout);
      case Step.OwnRollout(RolloutTrace rollout) -> Optional.of(rollout);
      case Step.Disabled _,
          Step.Quarantined _,
          Step.Required _,
          Step.RulePassed _,
          Step.FellThrough _ ->
          Optional.empty();
    };
  }
}
