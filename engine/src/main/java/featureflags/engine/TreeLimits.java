package featureflags.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Measures a tree of conditions against what one may be.
final class TreeLimits {
  private TreeLimits() {}

  /// Why the tree is too large; null when it is not.
  static @Nullable String flaw(Condition condition) {
    int depth = depth(condition);
    if (depth > Condition.MAX_DEPTH) {
      return "the conditions are %d deep; at most %d are allowed"
          .formatted(depth, Condition.MAX_DEPTH);
    }
    int nodes = nodes(condition);
    return nodes > Condition.MAX_NODES
        ? "there are %d conditions; at most %d are allowed".formatted(nodes, Condition.MAX_NODES)
        : null;
  }

  private static int depth(Condition condition) {
    int deepest = 0;
    for (Condition part : parts(condition)) {
      deepest = Math.max(deepest, depth(part));
    }
    return deepest + 1;
  }

  private static int nodes(Condition condition) {
    int nodes = 1;
    for (Condition part : parts(condition)) {
      nodes += nodes(part);
    }
    return nodes;
  }

  /// The conditions directly below.
  static List<Condition> parts(Condition condition) {
    return switch (condition) {
      case Condition.All(var parts) -> parts;
      case Condition.Any(var parts) -> parts;
      case Condition.Not(var part) -> List.of(part);
      case Condition.AttributeTest _, Condition.InSegment _, Condition.FlagServes _ -> List.of();
    };
  }
}
