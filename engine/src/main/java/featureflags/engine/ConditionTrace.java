package featureflags.engine;

/// How a condition came to its outcome.
public sealed interface ConditionTrace {
  /// Whether the condition held.
  boolean held();

  /// A test of one attribute.
  ///
  /// @param test what was asked
  /// @param seen the attribute's value; [Value.Nothing] when it is absent or null
  record Tested(Condition.AttributeTest test, Value seen, boolean held) implements ConditionTrace {}
}
