package featureflags.engine;

import java.util.List;

/// A flag that answers everybody the same: one that is disabled or quarantined.
final class ConstantFlag extends CompiledFlag {
  private final Decision decision;
  private final Step step;

  ConstantFlag(String key, Decision decision, Step step) {
    super(key);
    this.decision = decision;
    this.step = step;
  }

  @Override
  public Decision evaluate(Context context) {
    return decision;
  }

  @Override
  public Explanation explain(Context context) {
    return new Explanation(decision, List.of(step));
  }
}
