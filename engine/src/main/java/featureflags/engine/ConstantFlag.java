package featureflags.engine;

import java.util.List;

/// A flag that answers everybody the same: one that is disabled or quarantined.
final class ConstantFlag extends CompiledFlag {
  private final Decision decision;
  private final Step step;

  ConstantFlag(String key, Decision decision, Step step) {
    super(key, decision.variant(), List.of());
    this.decision = decision;
    this.step = step;
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
