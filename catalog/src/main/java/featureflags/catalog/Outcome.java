package featureflags.catalog;

import featureflags.engine.Decision;
import featureflags.engine.Reason;

/// What an evaluation of a flag came to, as the trail keeps it.
///
/// @param flag the flag's key
/// @param version the flag's version that decided
/// @param variant the variant that was served
/// @param reason why, as the HTTP answer says it
/// @param rule the rule's id; empty when no rule served
/// @param sampleRate which share of evaluations like this is kept one by one
public record Outcome(
    String flag, int version, String variant, String reason, String rule, SampleRate sampleRate) {
  /// One of which every evaluation is kept.
  public Outcome(String flag, int version, String variant, String reason, String rule) {
    this(flag, version, variant, reason, rule, SampleRate.ALL);
  }

  /// What this answer comes to.
  public static Outcome of(Result result, SampleRate sampleRate) {
    Decision decision = result.decision();
    return new Outcome(
        result.flagKey(),
        result.version(),
        decision.variant().key(),
        decision.reason().code(),
        decision.reason() instanceof Reason.RuleMatch(String rule) ? rule : "",
        sampleRate);
  }
}
