package featureflags.engine;

import static featureflags.engine.Literals.context;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An operator with its values, and attributes that it holds for and fails for.
record Contract(
    Operator operator,
    List<Value> values,
    boolean ignoreCase,
    List<Value> matching,
    List<Value> failing) {
  static Contract the(Operator operator, Object... values) {
    return new Contract(operator, Literals.scalars(values), false, List.of(), List.of());
  }

  Contract ignoringCase() {
    return new Contract(operator, values, true, matching, failing);
  }

  Contract holdsFor(Object... attributes) {
    return new Contract(operator, values, ignoreCase, Literals.scalars(attributes), failing);
  }

  Contract failsFor(Object... attributes) {
    return new Contract(operator, values, ignoreCase, matching, Literals.scalars(attributes));
  }

  Contract withOperator(Operator other) {
    return new Contract(other, values, ignoreCase, matching, failing);
  }

  AttributeNode node() {
    return new AttributeNode(new Condition.AttributeTest("seen", operator, values, ignoreCase));
  }

  boolean test(Value seen) {
    return node().matches(context(Map.of("seen", seen)), Ruleset.empty());
  }

  @Override
  public String toString() {
    return values.stream()
        .map(value -> String.valueOf(Scalar.canonical(value)))
        .collect(Collectors.joining(", ", operator + (ignoreCase ? " ignoring case " : " "), ""));
  }
}
