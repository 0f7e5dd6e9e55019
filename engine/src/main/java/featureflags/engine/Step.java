package featureflags.engine;

/// One step of an evaluation, in the order they were taken. The last one served.
public sealed interface Step {
  /// The flag is disabled, which ends the evaluation.
  record Disabled() implements Step {}

  /// The flag's definition cannot be evaluated, which ends the evaluation.
  record Quarantined() implements Step {}

  /// A flag that this one depends on. When it does not serve what it must, the evaluation ends.
  record Required(Prerequisite prerequisite, FlagTrace outcome, boolean held) implements Step {}

  /// A rule whose condition did not hold.
  record RulePassed(String rule, ConditionTrace condition) implements Step {}

  /// A rule whose condition held: it serves if its rollout does.
  record RuleHeld(String rule, ConditionTrace condition, RolloutTrace rollout) implements Step {}

  /// The flag's own rollout.
  record OwnRollout(RolloutTrace rollout) implements Step {}

  /// Nothing else served.
  record FellThrough() implements Step {}
}
