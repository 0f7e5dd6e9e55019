package featureflags.testkit;

import featureflags.engine.Condition;
import featureflags.engine.Dependencies;
import featureflags.engine.Flag;
import featureflags.engine.References;
import featureflags.engine.Segment;
import featureflags.engine.SubjectSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.quicktheories.core.Gen;

/// Generators of flags and segments that refer to each other.
public final class RandomRulesets {
  private static final List<String> SEGMENTS = List.of("beta", "staff", "empty");

  private RandomRulesets() {}

  /// Flags and segments of one environment.
  ///
  /// @param flags each refers to those before it only, and to the segments
  /// @param segments keyed `beta`, `staff` and `empty`
  public record Definitions(List<Flag> flags, List<Segment> segments) {
    /// Copies the lists.
    public Definitions {
      flags = List.copyOf(flags);
      segments = List.copyOf(segments);
    }
  }

  /// Any definitions.
  public static Gen<Definitions> any() {
    return source -> {
      var dice = new Dice(source);
      List<Segment> segments = SEGMENTS.stream().map(key -> segment(dice, key)).toList();
      var flags = new ArrayList<Flag>();
      for (int left = dice.below(5); left >= 0; left--) {
        flags.add(flag(dice, "flag-" + flags.size(), new World(flags, SEGMENTS)));
      }
      return new Definitions(flags, segments);
    };
  }

  /// A flag that may be saved beside those before it.
  private static Flag flag(Dice dice, String key, World world) {
    Flag flag = RandomFlags.flag(dice, key, world);
    var edges = new HashMap<String, List<String>>();
    world.flags().forEach(each -> edges.put(each.key(), References.asked(each)));
    edges.put(key, References.asked(flag));
    return new Dependencies(edges).excess(key).isEmpty()
        ? flag
        : RandomFlags.flag(dice, key, world.withoutFlags());
  }

  private static Segment segment(Dice dice, String key) {
    if (key.equals("empty")) {
      return new Segment(key, Condition.NOBODY, SubjectSet.empty(), SubjectSet.empty());
    }
    var condition = dice.onceIn(3) ? Condition.NOBODY : RandomConditions.test(dice);
    return new Segment(key, condition, subjects(dice), subjects(dice));
  }

  private static SubjectSet subjects(Dice dice) {
    return SubjectSet.ofKeys(
        dice.several(0, 3, each -> "user-" + each.below(20)).stream().distinct().toList());
  }
}
