package featureflags.testkit;

import featureflags.engine.Condition;
import featureflags.engine.Flag;
import featureflags.engine.Variant;
import java.util.List;

/// What the conditions of a random flag may refer to.
///
/// @param flags in such an order that each refers to those before it only
/// @param segments keys
record World(List<Flag> flags, List<String> segments) {
  /// Flags and segments that are not there.
  static final World UNKNOWN = new World(List.of(), List.of("nobody-knows"));

  /// Nothing at all: conditions test attributes alone.
  static final World NOTHING = new World(List.of(), List.of());

  World {
    flags = List.copyOf(flags);
    segments = List.copyOf(segments);
  }

  /// The same segments, and no flags.
  World withoutFlags() {
    return new World(List.of(), segments);
  }

  Condition segment(Dice dice) {
    if (segments.isEmpty()) {
      return RandomConditions.test(dice);
    }
    return new Condition.InSegment(dice.onceIn(12) ? "missing" : dice.pick(segments));
  }

  Condition flag(Dice dice) {
    if (equals(NOTHING)) {
      return RandomConditions.test(dice);
    }
    if (flags.isEmpty() || dice.onceIn(12)) {
      return new Condition.FlagServes("missing", List.of("on"));
    }
    Flag flag = dice.pick(flags);
    List<String> names = flag.variants().stream().map(Variant::key).toList();
    return new Condition.FlagServes(
        flag.key(), dice.several(1, 2, each -> each.pick(names)).stream().distinct().toList());
  }
}
