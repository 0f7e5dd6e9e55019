package featureflags.json;

import featureflags.engine.CompiledFlag;
import featureflags.engine.Decision;
import featureflags.engine.Reason;

/// OpenFeature's words for why a variant is served.
final class OfrepReason {
  private OfrepReason() {}

  static String of(Decision decision, CompiledFlag flag) {
    return switch (decision.reason()) {
      case Reason.Disabled() -> "DISABLED";
      case Reason.PrerequisiteFailed() -> "DEFAULT";
      case Reason.RuleMatch _ -> decision.drawn() ? "SPLIT" : "TARGETING_MATCH";
      case Reason.RolledOut() -> "SPLIT";
      case Reason.Default() -> flag.isStatic() ? "STATIC" : "DEFAULT";
      case Reason.Quarantined() -> "ERROR";
    };
  }
}
