package featureflags.json;

import featureflags.engine.Condition;
import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.Percentage;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// The `rules` of a flag: a condition, as `when` or in the short form as a test of one attribute,
/// beside what it serves.
final class RuleShape {
  private static final int MAX_RULES = 1_000;

  private RuleShape() {}

  static List<Rule> read(Fields flag, String flagKey, VariantNames variants, Origin origin) {
    Set<String> ids = givenIds(flag.value("rules"));
    var seen = new HashSet<String>();
    var rules = new ArrayList<Rule>();
    var patterns = new ArrayList<String>();
    flag.each(
        "rules",
        MAX_RULES,
        (value, pointer) -> {
          var fields = Fields.of(value, pointer, flag.violations());
          int position = seen.size() + 1;
          String id = readId(fields, position, ids);
          if (!seen.add(id) && !id.isEmpty()) {
            fields.wrong("id", "rule '%s' is there twice".formatted(id), id);
          }
          int priority = fields.integer("priority", position);
          Condition condition = readCondition(fields);
          patterns.addAll(Flag.patterns(condition));
          Serve serve = readServe(fields, variants, origin);
          Rollout rollout = RolloutShape.read(fields, flagKey, Percentage.EVERYBODY, serve);
          fields.refuseOthers();
          if (flag.violations().none()) {
            rules.add(new Rule(id, priority, condition, rollout));
          }
        });
    Flag.flaw(patterns).ifPresent(flaw -> flag.wrong("rules", flaw, rules));
    return rules;
  }

  private static Set<String> givenIds(Value rules) {
    var ids = new HashSet<String>();
    if (rules instanceof Value.Items(List<Value> values)) {
      for (Value value : values) {
        if (value instanceof Value.Structure(var fields)
            && fields.get("id") instanceof Value.Text(String id)) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  /// The rule's id, or the first of `r1`, `r2`, … from its position on that no rule has.
  private static String readId(Fields rule, int position, Set<String> taken) {
    if (rule.has("id")) {
      return rule.requiredKey("id");
    }
    int number = position;
    while (!taken.add("r" + number)) {
      number++;
    }
    return "r" + number;
  }

  private static Condition readCondition(Fields rule) {
    if (!rule.has("when")) {
      return ConditionShape.readTest(rule);
    }
    for (String name : List.of("attribute", "operator", "values", "ignoreCase")) {
      if (rule.has(name)) {
        rule.wrong(name, "is there beside 'when'; put it into the condition", "");
      }
    }
    return ConditionShape.read(rule, "when");
  }

  private static Serve readServe(Fields rule, VariantNames variants, Origin origin) {
    if (rule.has("variant") && rule.has("serve")) {
      rule.wrong("serve", "is there beside 'variant'; give one of them", "");
    }
    return rule.has("serve")
        ? ServeShape.read(rule, variants, "", origin)
        : new Serve.One(variants.required(rule, "variant"));
  }

  /// As somebody would send it: splits have weights, and no ranges.
  static Value.Structure asSent(Rule rule, String flagKey) {
    var fields = new LinkedHashMap<>(write(rule, flagKey).fields());
    if (rule.rollout().serve() instanceof Serve.Split split) {
      fields.put("serve", ServeShape.asSent(split));
    }
    return new Value.Structure(fields);
  }

  static Value.Structure write(Rule rule, String flagKey) {
    var members = new Members().put("id", rule.id()).put("priority", rule.priority());
    if (rule.when() instanceof Condition.AttributeTest test) {
      ConditionShape.write(members, test);
    } else {
      members.put("when", ConditionShape.write(rule.when()));
    }
    switch (rule.rollout().serve()) {
      case Serve.One(String variant) -> members.put("variant", variant);
      case Serve.Split split -> members.put("serve", ServeShape.write(split));
    }
    if (!isPlain(rule.rollout(), flagKey)) {
      RolloutShape.write(members, rule.rollout(), flagKey);
    }
    return members.build();
  }

  private static boolean isPlain(Rollout rollout, String flagKey) {
    return rollout.percentage().equals(Percentage.EVERYBODY)
        && rollout.bucketBy().equals(Context.TARGETING_KEY)
        && rollout.salt().equals(flagKey);
  }
}
