package featureflags.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Measures a tree of conditions against what one may be.
final class TreeLimits {
  private TreeLimits() {}

  /// Why the tree is too large; null when it is not. It is walked level by level, and no further
  /// than it may reach.
  static @Nullable String flaw(Condition condition) {
    List<Condition> level = List.of(condition);
    int nodes = 1;
    for (int depth = 1; !level.isEmpty(); depth++) {
      if (depth > Condition.MAX_DEPTH) {
        return "the conditions are deeper than the %d allowed".formatted(Condition.MAX_DEPTH);
      }
      var next = new ArrayList<Condition>();
      for (Condition each : level) {
        for (Condition part : parts(each)) {
          if (++nodes > Condition.MAX_NODES) {
            return "there are more conditions than the %d allowed".formatted(Condition.MAX_NODES);
          }
          next.add(part);
        }
      }
      level = next;
    }
    return null;
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
