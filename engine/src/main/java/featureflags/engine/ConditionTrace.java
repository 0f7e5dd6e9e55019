package featureflags.engine;

import java.util.List;

/// How a condition came to its outcome. Every part of it is told, those included that an evaluation
/// need not look at.
public sealed interface ConditionTrace {
  /// Whether the condition held.
  boolean held();

  /// A test of one attribute.
  ///
  /// @param test what was asked
  /// @param seen the attribute's value; [Value.Nothing] when it is absent or null
  record Tested(Condition.AttributeTest test, Value seen, boolean held) implements ConditionTrace {}

  /// Several conditions of which all must hold.
  record AllOf(List<ConditionTrace> parts, boolean held) implements ConditionTrace {
    /// Copies the list.
    public AllOf {
      parts = List.copyOf(parts);
    }
  }

  /// Several conditions of which one must hold.
  record AnyOf(List<ConditionTrace> parts, boolean held) implements ConditionTrace {
    /// Copies the list.
    public AnyOf {
      parts = List.copyOf(parts);
    }
  }

  /// A condition that must not hold.
  record Negated(ConditionTrace part, boolean held) implements ConditionTrace {}

  /// A segment.
  record Segmented(String segment, Membership membership, boolean held) implements ConditionTrace {}

  /// Another flag.
  record Flagged(Condition.FlagServes asked, FlagTrace outcome, boolean held)
      implements ConditionTrace {}
}
