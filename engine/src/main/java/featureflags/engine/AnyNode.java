package featureflags.engine;

import java.util.Arrays;

/// Any of several conditions.
final class AnyNode implements ConditionNode {
  private final ConditionNode[] parts;

  AnyNode(ConditionNode[] parts) {
    this.parts = parts;
  }

  @Override
  public boolean matches(Context context, Ruleset ruleset) {
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].matches(context, ruleset)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public ConditionTrace explain(Context context, Ruleset ruleset) {
    return new ConditionTrace.AnyOf(
        Arrays.stream(parts).map(part -> part.explain(context, ruleset)).toList(),
        matches(context, ruleset));
  }
}
