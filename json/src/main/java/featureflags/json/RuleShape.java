package featureflags.json;

import featureflags.engine.Condition;
import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.Operator;
import featureflags.engine.Percentage;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The `rules` of a flag, in the short form: a test of one attribute beside the variant it serves.
final class RuleShape {
  private static final int MAX_RULES = 1_000;
  private static final int MAX_VALUES = 10_000;
  private static final int MAX_ATTRIBUTE = 256;

  private RuleShape() {}

  static List<Rule> read(Fields flag, String flagKey, VariantNames variants) {
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
          Optional<Condition> condition = readTest(fields, patterns);
          Serve serve = readServe(fields, variants);
          Rollout rollout = RolloutShape.read(fields, flagKey, Percentage.EVERYBODY, serve);
          fields.refuseOthers();
          if (flag.violations().none()) {
            condition.ifPresent(test -> rules.add(new Rule(id, priority, test, rollout)));
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

  private static Serve readServe(Fields rule, VariantNames variants) {
    if (rule.has("variant") && rule.has("serve")) {
      rule.wrong("serve", "is there beside 'variant'; give one of them", "");
    }
    return rule.has("serve")
        ? RolloutShape.readServe(rule, variants, "")
        : new Serve.One(variants.required(rule, "variant"));
  }

  private static Optional<Condition> readTest(Fields rule, List<String> patterns) {
    String attribute = rule.requiredText("attribute", MAX_ATTRIBUTE);
    if (rule.has("attribute") && attribute.isEmpty()) {
      rule.wrong("attribute", "is empty; name an attribute of the context", "");
    }
    Optional<Operator> operator = readOperator(rule);
    rule.value("values"); // a field of a rule, also when nobody knows what it is compared by
    List<Value> values = operator.map(known -> readValues(rule, known)).orElse(List.of());
    if (operator.equals(Optional.of(Operator.MATCHES))) {
      patterns.addAll(texts(values));
    }
    return rule.violations().none()
        ? operator.map(known -> new Condition.AttributeTest(attribute, known, values))
        : Optional.empty();
  }

  private static List<String> texts(List<Value> values) {
    var texts = new ArrayList<String>();
    for (Value value : values) {
      if (value instanceof Value.Text(String text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static List<Value> readValues(Fields rule, Operator operator) {
    Value given = rule.value("values");
    boolean none =
        given instanceof Value.Nothing
            || (given instanceof Value.Items(List<Value> items) && items.isEmpty());
    if (none != operator.takesNoValues()) {
      String rightly = none ? "at least one value" : "no values";
      return rule.wrong(
          "values", "'%s' takes %s".formatted(Names.of(operator), rightly), List.of());
    }
    var values = new ArrayList<Value>();
    rule.each(
        "values",
        MAX_VALUES,
        (value, pointer) ->
            Condition.AttributeTest.flaw(operator, value)
                .ifPresentOrElse(
                    flaw -> rule.violations().add(pointer, flaw), () -> values.add(value)));
    return values;
  }

  private static Optional<Operator> readOperator(Fields rule) {
    String name = rule.requiredText("operator", Integer.MAX_VALUE);
    Optional<Operator> operator = Names.operator(name);
    if (operator.isEmpty() && rule.value("operator") instanceof Value.Text) {
      rule.wrong(
          "operator",
          "'%s' is no operator%s".formatted(name, Suggestion.of(name, Names.operators())),
          "");
    }
    return operator;
  }

  static Value write(Rule rule, String flagKey) {
    var members = new Members().put("id", rule.id()).put("priority", rule.priority());
    write(members, rule.when());
    switch (rule.rollout().serve()) {
      case Serve.One(String variant) -> members.put("variant", variant);
    }
    if (!isPlain(rule.rollout(), flagKey)) {
      RolloutShape.write(members, rule.rollout(), flagKey);
    }
    return members.build();
  }

  static void write(Members members, Condition condition) {
    switch (condition) {
      case Condition.AttributeTest(String attribute, Operator operator, List<Value> values) ->
          members
              .put("attribute", attribute)
              .put("operator", Names.of(operator))
              .put("values", values);
    }
  }

  private static boolean isPlain(Rollout rollout, String flagKey) {
    return rollout.percentage().equals(Percentage.EVERYBODY)
        && rollout.bucketBy().equals(Context.TARGETING_KEY)
        && rollout.salt().equals(flagKey);
  }
}
