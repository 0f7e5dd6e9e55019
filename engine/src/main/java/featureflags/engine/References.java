package featureflags.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The flags and segments that a definition refers to, in the order of the definition.
///
/// @param flags keys of flags, each as often as it is referred to
/// @param segments keys of segments
public record References(List<String> flags, Set<String> segments) {
  /// Copies both.
  public References {
    flags = List.copyOf(flags);
    segments = Collections.unmodifiableSet(new LinkedHashSet<>(segments));
  }

  /// Those of a flag: of its prerequisites and of its rules.
  public static References of(Flag flag) {
    var flags = new ArrayList<String>();
    var segments = new LinkedHashSet<String>();
    flag.prerequisites().forEach(prerequisite -> flags.add(prerequisite.flag()));
    flag.rules().forEach(rule -> collect(rule.when(), flags, segments));
    return new References(flags, segments);
  }

  /// Those of a condition.
  public static References of(Condition condition) {
    var flags = new ArrayList<String>();
    var segments = new LinkedHashSet<String>();
    collect(condition, flags, segments);
    return new References(flags, segments);
  }

  private static void collect(Condition condition, List<String> flags, Set<String> segments) {
    switch (condition) {
      case Condition.InSegment(String segment) -> segments.add(segment);
      case Condition.FlagServes(String flag, _) -> flags.add(flag);
      case Condition.AttributeTest _, Condition.All _, Condition.Any _, Condition.Not _ -> {
        List<Condition> parts = TreeLimits.parts(condition);
        parts.forEach(part -> collect(part, flags, segments));
      }
    }
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return flags.isEmpty() && segments.isEmpty();
  }
}
