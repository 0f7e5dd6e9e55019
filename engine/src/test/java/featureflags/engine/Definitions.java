package featureflags.engine;

import static featureflags.engine.Literals.scalars;
import static featureflags.engine.Literals.value;

import java.util.List;

/// Definitions of boolean flags, to write tests with: everything that a test does not name is
/// plain.
final class Definitions {
  private static final List<Variant> ON_AND_OFF =
      List.of(new Variant("on", value(true)), new Variant("off", value(false)));

  private Definitions() {}

  /// A flag that serves `off` where no rule serves.
  static Flag flag(String key, Rule... rules) {
    return flag(key, List.of(), rules);
  }

  static Flag flag(String key, List<Prerequisite> prerequisites, Rule... rules) {
    return new Flag(
        key,
        ValueType.BOOLEAN,
        true,
        ON_AND_OFF,
        "off",
        "off",
        prerequisites,
        List.of(rules),
        all(new Serve.One("on"), Percentage.NOBODY));
  }

  static Flag disabled(String key, Rule... rules) {
    Flag flag = flag(key, rules);
    return new Flag(
        key,
        flag.type(),
        false,
        flag.variants(),
        flag.offVariant(),
        flag.defaultVariant(),
        flag.prerequisites(),
        flag.rules(),
        flag.rollout());
  }

  /// Serves `on` to everybody that the condition holds for.
  static Rule rule(String id, Condition when) {
    return rule(id, when, all(new Serve.One("on"), Percentage.EVERYBODY));
  }

  static Rule rule(String id, Condition when, Rollout rollout) {
    return new Rule(id, 1, when, rollout);
  }

  static Rollout all(Serve serve, Percentage percentage) {
    return new Rollout(percentage, Context.TARGETING_KEY, "salt", serve);
  }

  static Condition test(String attribute, Operator operator, Object... values) {
    return new Condition.AttributeTest(attribute, operator, scalars(values), false);
  }

  static Condition serves(String flag, String... variants) {
    return new Condition.FlagServes(flag, List.of(variants));
  }

  /// A condition so many levels deep, with this one at its ground.
  static Condition deep(int levels, Condition ground) {
    Condition condition = ground;
    for (int i = 1; i < levels; i++) {
      condition = new Condition.Not(condition);
    }
    return condition;
  }
}
