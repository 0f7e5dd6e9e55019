package featureflags.engine;

import java.util.List;
import java.util.Optional;

/// What a rule asks of a context.
public sealed interface Condition {
  /// A test of one attribute.
  ///
  /// @param attribute the attribute's name, taken literally first, then as a dot path
  /// @param operator how to compare
  /// @param values scalars to compare with; none for the operators that take none
  record AttributeTest(String attribute, Operator operator, List<Value> values)
      implements Condition {
    /// @throws IllegalArgumentException when the operator cannot compare with these values
    public AttributeTest {
      values = List.copyOf(values);
      if (attribute.isEmpty()) {
        throw new IllegalArgumentException("the attribute's name is empty");
      }
      if (operator.takesNoValues() != values.isEmpty()) {
        throw new IllegalArgumentException(
            "%s takes %s".formatted(operator, values.isEmpty() ? "values" : "no values"));
      }
      for (Value value : values) {
        flaw(operator, value)
            .ifPresent(flaw -> {
              throw new IllegalArgumentException(flaw);
            });
      }
    }

    /// Why the operator cannot compare with the value; empty when it can.
    public static Optional<String> flaw(Operator operator, Value value) {
      return Optional.ofNullable(ScalarTest.flaw(operator, value));
    }
  }
}
