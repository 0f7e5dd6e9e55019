package featureflags.engine;

import java.util.List;

/// A compiled condition. What it explains is what it evaluates.
sealed interface ConditionNode
    permits AttributeNode, AllNode, AnyNode, NotNode, SegmentNode, FlagNode {
  /// Whether the condition holds.
  boolean matches(Context context, Ruleset ruleset);

  /// How it comes to that.
  ConditionTrace explain(Context context, Ruleset ruleset);

  static ConditionNode compile(Condition condition) {
    return switch (condition) {
      case Condition.AttributeTest test -> new AttributeNode(test);
      case Condition.All(var parts) -> new AllNode(nodes(parts));
      case Condition.Any(var parts) -> new AnyNode(nodes(parts));
      case Condition.Not(var part) -> new NotNode(compile(part));
      case Condition.InSegment(String segment) -> new SegmentNode(segment);
      case Condition.FlagServes asked -> new FlagNode(asked);
    };
  }

  private static ConditionNode[] nodes(List<Condition> conditions) {
    return conditions.stream().map(ConditionNode::compile).toArray(ConditionNode[]::new);
  }
}
