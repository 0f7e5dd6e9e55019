package featureflags.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The flags and segments that a definition refers to, in the order of the definition.
///
/// @param flags keys of flags
/// @param segments keys of segments
public record References(Set<String> flags, Set<String> segments) {
  /// Copies the sets.
  public References {
    flags = Collections.unmodifiableSet(new LinkedHashSet<>(flags));
    segments = Collections.unmodifiableSet(new LinkedHashSet<>(segments));
  }

  /// Those of a flag: of its prerequisites and of its rules.
  public static References of(Flag flag) {
    var flags = new LinkedHashSet<String>();
    var segments = new LinkedHashSet<String>();
    flag.prerequisites().forEach(prerequisite -> flags.add(prerequisite.flag()));
    flag.rules().forEach(rule -> collect(rule.when(), flags, segments));
    return new References(flags, segments);
  }

  /// Those of a condition.
  public static References of(Condition condition) {
    var flags = new LinkedHashSet<String>();
    var segments = new LinkedHashSet<String>();
    collect(condition, flags, segments);
    return new References(flags, segments);
  }

  /// The flags that one evaluation of a flag can ask for, each as often as it can.
  public static List<String> asked(Flag flag) {
    var asked = new ArrayList<String>();
    flag.prerequisites().forEach(prerequisite -> asked.add(prerequisite.flag()));
    flag.rules().forEach(rule -> collect(rule.when(), asked, new HashSet<>()));
    return List.copyOf(asked);
  }

  private static void collect(Condition condition, Collection<String> flags, Set<String> segments) {
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
