package featureflags.bench;

import featureflags.engine.Decision;
import featureflags.engine.Reason;

/// What an evaluation answers, in words that both sides have.
///
/// @param variant what is served
/// @param reason why
/// @param rule the rule that served; empty when none did
record Answer(String variant, String reason, String rule) {
  /// What the engine answers.
  static Answer of(Decision decision) {
    Reason reason = decision.reason();
    return new Answer(
        decision.variant().key(),
        reason.code(),
        reason instanceof Reason.RuleMatch(String rule) ? rule : "");
  }
}
