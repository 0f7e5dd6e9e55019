package featureflags.testkit;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.quicktheories.core.Gen;

/// Generators of contexts that hit the attributes of [RandomFlags] often: scalars, lists, objects,
/// nulls and nothing at all, by plain names, names with dots and paths, with hostile texts among
/// them.
public final class RandomContexts {
  private RandomContexts() {}

  /// Any context.
  public static Gen<Context> any() {
    return attributes().map(Context::of);
  }

  /// The attributes of any context, the targeting key among them at times.
  public static Gen<Map<String, Value>> attributes() {
    return source -> attributes(new Dice(source));
  }

  static Map<String, Value> attributes(Dice dice) {
    var attributes = new LinkedHashMap<String, Value>();
    for (String name : Vocabulary.FIRST_LEVEL) {
      if (dice.onceIn(2)) {
        attributes.put(name, attribute(dice));
      }
    }
    if (dice.onceIn(2)) {
      attributes.put(Vocabulary.OBJECT, object(dice));
    }
    if (dice.onceIn(3)) {
      attributes.put(RandomTexts.storable(dice, 8), RandomValues.any(dice, 2));
    }
    if (dice.onceIn(3)) {
      attributes.put(Context.USER_ID, key(dice));
    }
    if (!dice.onceIn(4)) {
      attributes.put(Context.TARGETING_KEY, key(dice));
    }
    return attributes;
  }

  private static Value key(Dice dice) {
    return switch (dice.below(10)) {
      case 0 -> new Value.Nothing();
      case 1 -> RandomValues.any(dice, 1);
      case 2 -> new Value.Whole(dice.between(0, 1000));
      case 3 -> new Value.Text(RandomTexts.any(dice, 20));
      case 4, 5, 6 -> new Value.Text("user-" + dice.below(20));
      default -> new Value.Text("user-" + dice.below(10_000));
    };
  }

  private static Value attribute(Dice dice) {
    return switch (dice.below(8)) {
      case 0 -> new Value.Nothing();
      case 1, 2 -> new Value.Items(dice.several(0, 4, Vocabulary::scalar));
      case 3 -> RandomValues.any(dice, 2);
      default -> Vocabulary.scalar(dice);
    };
  }

  private static Value object(Dice dice) {
    if (dice.onceIn(6)) {
      return attribute(dice);
    }
    var fields = new LinkedHashMap<String, Value>();
    for (String name : Vocabulary.SECOND_LEVEL) {
      if (!dice.onceIn(3)) {
        fields.put(name, attribute(dice));
      }
    }
    return new Value.Structure(fields);
  }
}
