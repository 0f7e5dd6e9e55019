package featureflags.engine;

/// A condition and what those it holds for get.
///
/// @param id unique in the flag; names the rule in answers and in the audit trail
/// @param priority rules are tried by ascending priority, ties by their position
/// @param when the condition
/// @param rollout which share of them, and what they get; those not admitted go on to the next rule
public record Rule(String id, int priority, Condition when, Rollout rollout) {
  /// @throws IllegalArgumentException when the id is no key
  public Rule {
    Key.checked("rule", id);
  }
}
