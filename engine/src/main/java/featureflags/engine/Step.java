package featureflags.engine;

/// One step of an evaluation, in the order they were taken. The last one served.
public sealed interface Step {
  /// The flag is disabled, which ends the evaluation.
  record Disabled() implements Step {}

  /// The flag's definition cannot be evaluated, which ends the evaluation.
  record Quarantined() implements Step {}

  /// A rule whose condition did not hold.
  record RulePassed(String rule, ConditionTrace condition) implements Step {}

  /// A rule whose condition held: it serves if its rollout admits the subject.
  record RuleHeld(String rule, ConditionTrace condition, Admission admission) implements Step {}

  /// The flag's own rollout.
  record OwnRollout(Admission admission) implements Step {}

  /// Nothing else served.
  record FellThrough() implements Step {}
}
