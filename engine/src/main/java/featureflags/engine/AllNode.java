package featureflags.engine;

import java.util.Arrays;

/// All of several conditions.
final class AllNode implements ConditionNode {
  private final ConditionNode[] parts;

  AllNode(ConditionNode[] parts) {
    this.parts = parts;
  }

  @Override
  public boolean matches(Context context, Ruleset ruleset) {
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].matches(context, ruleset)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public ConditionTrace explain(Context context, Ruleset ruleset) {
    return new ConditionTrace.AllOf(
        Arrays.stream(parts).map(part -> part.explain(context, ruleset)).toList(),
        matches(context, ruleset));
  }
}
