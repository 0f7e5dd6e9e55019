package featureflags.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A compiled test of one attribute. What it explains is what it evaluates.
final class AttributeNode {
  private final Condition.AttributeTest source;
  private final AttributePath path;
  private final ScalarTest test;

  private AttributeNode(Condition.AttributeTest source) {
    this.source = source;
    this.path = AttributePath.of(source.attribute());
    this.test = ScalarTest.of(source.operator(), source.values());
  }

  static AttributeNode compile(Condition condition) {
    return switch (condition) {
      case Condition.AttributeTest source -> new AttributeNode(source);
    };
  }

  boolean matches(Context context) {
    return matches(context.find(path));
  }

  ConditionTrace explain(Context context) {
    Value seen = context.find(path);
    return new ConditionTrace.Tested(
        source, seen == null ? new Value.Nothing() : seen, matches(seen));
  }

  private boolean matches(@Nullable Value value) {
    return switch (source.operator()) {
      case EXISTS -> value != null;
      case NOT_EXISTS -> value == null;
      case NEQ, NOT_IN, NOT_CONTAINS -> value != null && !matchesAny(value);
      case EQ, IN, CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES, GT, GTE, LT, LTE ->
          value != null && matchesAny(value);
    };
  }

  private boolean matchesAny(Value value) {
    if (!(value instanceof Value.Items(List<Value> elements))) {
      return test.holds(value);
    }
    for (int i = 0; i < elements.size(); i++) {
      if (test.holds(elements.get(i))) {
        return true;
      }
    }
    return false;
  }
}
