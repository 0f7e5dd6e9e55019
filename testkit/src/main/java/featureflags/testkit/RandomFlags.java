package featureflags.testkit;

import featureflags.catalog.Details;
import featureflags.catalog.Draft;
import featureflags.catalog.Entry;
import featureflags.catalog.SampleRate;
import featureflags.catalog.State;
import featureflags.engine.Arm;
import featureflags.engine.Condition;
import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.Percentage;
import featureflags.engine.Prerequisite;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.Slot;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import featureflags.engine.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.quicktheories.core.Gen;

/// Generators of valid flags of every kind: all types, all operators with values that fit them,
/// rollouts for nobody, everybody and any three decimals between, each with a subject and a salt of
/// its own at times.
public final class RandomFlags {
  private static final List<String> SUBJECTS =
      List.of(Context.TARGETING_KEY, Context.USER_ID, "companyId", "app.build", "roles", "missing");

  private RandomFlags() {}

  /// Any flag; most are enabled.
  public static Gen<Flag> any() {
    return source -> flag(new Dice(source));
  }

  /// Any flag that refers to no other and to no segment, so that it can be saved alone.
  public static Gen<Flag> selfContained() {
    return source -> {
      var dice = new Dice(source);
      return flag(dice, RandomTexts.key(dice), World.NOTHING);
    };
  }

  /// Any stored flag.
  public static Gen<Entry> entries() {
    return source -> entry(new Dice(source));
  }

  static Flag flag(Dice dice) {
    return flag(dice, RandomTexts.key(dice), World.UNKNOWN);
  }

  /// @param world what its conditions may refer to
  static Flag flag(Dice dice, String key, World world) {
    ValueType type = dice.pick(List.of(ValueType.values()));
    List<Variant> variants = variants(dice, type);
    List<String> names = variants.stream().map(Variant::key).toList();
    return new Flag(
        key,
        type,
        !dice.onceIn(6),
        variants,
        dice.pick(names),
        dice.pick(names),
        prerequisites(dice, world),
        rules(dice, key, names, world),
        rollout(dice, key, names));
  }

  static Entry entry(Dice dice) {
    var details =
        new Details(
            RandomTexts.storable(dice, 20),
            RandomTexts.storable(dice, 40),
            dice.several(0, 3, each -> RandomTexts.storable(each, 10)),
            RandomTexts.storable(dice, 10),
            sampleRate(dice));
    Entry first = Entry.first(new Draft(flag(dice), details), time(dice));
    int version = (int) dice.between(1, Integer.MAX_VALUE);
    State state = dice.onceIn(4) ? new State.Archived(time(dice)) : first.state();
    return new Entry(first.flag(), details, version, first.createdAt(), time(dice), state);
  }

  static SampleRate sampleRate(Dice dice) {
    return dice.onceIn(2) ? SampleRate.ALL : new SampleRate(dice.between(0, 1_000) / 1e3);
  }

  private static Instant time(Dice dice) {
    return Instant.ofEpochSecond(dice.between(0, 4_000_000_000L), dice.between(0, 999_999_999L));
  }

  private static List<Variant> variants(Dice dice, ValueType type) {
    var variants = new LinkedHashMap<String, Variant>();
    long count = dice.between(1, 4);
    while (variants.size() < count) {
      String key = dice.onceIn(3) ? RandomTexts.key(dice) : "v" + variants.size();
      variants.put(key, new Variant(key, variantValue(dice, type)));
    }
    return List.copyOf(variants.values());
  }

  static Value variantValue(Dice dice, ValueType type) {
    return switch (type) {
      case BOOLEAN -> new Value.Bool(dice.onceIn(2));
      case STRING -> new Value.Text(RandomTexts.storable(dice, 10));
      case INTEGER ->
          new Value.Whole(dice.between(-Value.MAX_SAFE_INTEGER, Value.MAX_SAFE_INTEGER));
      case NUMBER ->
          dice.onceIn(2)
              ? new Value.Whole(dice.between(-1000, 1000))
              : new Value.Decimal(RandomValues.decimal(dice));
      case JSON -> dice.onceIn(2) ? storableStructure(dice, 2) : storableList(dice, 2);
    };
  }

  private static Value storable(Dice dice, int depth) {
    return switch (dice.below(depth == 0 ? 4 : 6)) {
      case 0 -> new Value.Nothing();
      case 1 -> new Value.Whole(RandomValues.whole(dice));
      case 2 -> new Value.Decimal(RandomValues.decimal(dice));
      case 3 -> new Value.Text(RandomTexts.storable(dice, 10));
      case 4 -> storableStructure(dice, depth - 1);
      default -> storableList(dice, depth - 1);
    };
  }

  private static Value storableStructure(Dice dice, int depth) {
    var fields = new LinkedHashMap<String, Value>();
    for (int i = dice.below(4); i > 0; i--) {
      fields.put(RandomTexts.storable(dice, 6), storable(dice, depth));
    }
    return new Value.Structure(fields);
  }

  private static Value storableList(Dice dice, int depth) {
    return new Value.Items(dice.several(0, 3, each -> storable(each, depth)));
  }

  static List<Prerequisite> prerequisites(Dice dice, World world) {
    var prerequisites = new LinkedHashMap<String, Prerequisite>();
    for (int i = dice.onceIn(5) ? dice.below(3) : 0; i > 0; i--) {
      if (world.flag(dice) instanceof Condition.FlagServes(String flag, var variants)) {
        prerequisites.put(flag, new Prerequisite(flag, variants));
      }
    }
    return List.copyOf(prerequisites.values());
  }

  private static List<Rule> rules(Dice dice, String flagKey, List<String> variants, World world) {
    var rules = new ArrayList<Rule>();
    boolean many = dice.onceIn(8);
    World asked = many ? world.withoutFlags() : world; // what many rules ask adds up
    for (int i = dice.below(many ? 80 : 6); i > 0; i--) {
      String id = dice.onceIn(2) ? "rule-" + i : "r" + (100 - i);
      int priority = dice.onceIn(10) ? (int) dice.bits() : dice.below(4);
      var condition = RandomConditions.tree(dice, 2, asked);
      rules.add(new Rule(id, priority, condition, rollout(dice, flagKey, variants)));
    }
    return rules;
  }

  static Rollout rollout(Dice dice, String flagKey, List<String> variants) {
    String bucketBy = dice.onceIn(3) ? dice.pick(SUBJECTS) : Context.TARGETING_KEY;
    String salt = dice.onceIn(4) ? RandomTexts.storable(dice, 10) : flagKey;
    return new Rollout(percentage(dice), bucketBy, salt, serve(dice, variants));
  }

  private static Serve serve(Dice dice, List<String> variants) {
    if (!dice.onceIn(3)) {
      return new Serve.One(dice.pick(variants));
    }
    var split = Serve.Split.of(weights(dice, variants));
    return dice.onceIn(2) ? split.reweighed(weights(dice, variants)) : split;
  }

  static List<Weight> weights(Dice dice, List<String> variants) {
    int chosen = dice.below(variants.size());
    return IntStream.range(0, variants.size())
        .mapToObj(i -> {
          int least = i == chosen ? 1 : 0;
          int weight = (int) dice.between(least, dice.onceIn(3) ? Arm.MAX_WEIGHT : 100);
          return new Weight(variants.get(i), weight);
        })
        .toList();
  }

  private static Percentage percentage(Dice dice) {
    return switch (dice.below(4)) {
      case 0 -> Percentage.NOBODY;
      case 1 -> Percentage.EVERYBODY;
      case 2 -> new Percentage(dice.below(101) * 1000);
      default -> new Percentage(dice.below(Slot.COUNT + 1));
    };
  }
}
