package featureflags.engine;

import java.util.List;

/// A flag that answers everybody the same: one that is disabled or quarantined.
final class ConstantFlag extends CompiledFlag {
  private final Decision decision;
  private final Step step;

  ConstantFlag(String key, ValueType type, Decision decision, Step step) {
    super(key, type, decision.variant(), List.of());
    this.decision = decision;
    this.step = step;
  }

  @Override
  public boolean isStatic() {
    return false;
  }

  @Override
  public boolean lacksTargetingKey(Context context, Ruleset ruleset) {
    return false;
  }

  @Override
  public Decision evaluate(Context context, Ruleset ruleset) {
    return decision;
  }

  @Override
  public Explanation explain(Context context, Ruleset ruleset) {
    return new Explanation(decision, List.of(step));
  }
}
