package featureflags.engine;

/// Why a variant was served. The first that applies, in the order of evaluation.
public sealed interface Reason {
  /// The word for it that answers and the audit trail keep for ever.
  default String code() {
    return switch (this) {
      case Disabled() -> "FLAG_DISABLED";
      case PrerequisiteFailed() -> "PREREQUISITE_FAILED";
      case RuleMatch _ -> "TARGETING_RULE";
      case RolledOut() -> "ROLLOUT";
      case Default() -> "DEFAULT";
      case Quarantined() -> "ERROR";
    };
  }

  /// The flag is disabled.
  record Disabled() implements Reason {}

  /// A flag that this one depends on serves something else than it must.
  record PrerequisiteFailed() implements Reason {}

  /// A rule's condition held and its rollout admitted the subject.
  ///
  /// @param rule the rule's id
  record RuleMatch(String rule) implements Reason {}

  /// The flag's own rollout admitted the subject.
  record RolledOut() implements Reason {}

  /// Nothing else served.
  record Default() implements Reason {}

  /// The flag's definition cannot be evaluated by this engine, which serves the off variant and
  /// leaves every other flag alone.
  record Quarantined() implements Reason {}
}
