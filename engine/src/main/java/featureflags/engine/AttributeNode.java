package featureflags.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A compiled test of one attribute.
final class AttributeNode implements ConditionNode {
  private final Condition.AttributeTest source;
  private final AttributePath path;
  private final Comparison comparison;
  private final boolean presenceAlone;
  private final boolean negative;

  AttributeNode(Condition.AttributeTest source) {
    this.source = source;
    this.path = AttributePath.of(source.attribute());
    this.comparison = Comparison.of(source.operator(), source.values(), source.ignoreCase());
    this.presenceAlone = source.operator().takesNoValues();
    this.negative = source.operator().isNegative() || source.operator() == Operator.NOT_EXISTS;
  }

  @Override
  public boolean matches(Context context, Ruleset ruleset) {
    return matches(context.find(path));
  }

  @Override
  public ConditionTrace explain(Context context, Ruleset ruleset) {
    Value seen = context.find(path);
    return new ConditionTrace.Tested(
        source, seen == null ? new Value.Nothing() : seen, matches(seen));
  }

  private boolean matches(@Nullable Value value) {
    if (presenceAlone) {
      return (value == null) == negative;
    }
    return value != null && matchesAny(value) != negative;
  }

  private boolean matchesAny(Value value) {
    if (!(value instanceof Value.Items(List<Value> elements))) {
      return comparison.holds(value);
    }
    for (int i = 0; i < elements.size(); i++) {
      if (comparison.holds(elements.get(i))) {
        return true;
      }
    }
    return false;
  }
}
