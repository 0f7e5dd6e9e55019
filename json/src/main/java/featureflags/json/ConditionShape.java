package featureflags.json;

import featureflags.engine.Condition;
import featureflags.engine.Operator;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A condition: `{"all": […]}`, `{"any": […]}`, `{"not": …}`, `{"segment": …}`, `{"flag": …,
/// "variants": […]}` or a test of one attribute.
final class ConditionShape {
  private static final int MAX_ATTRIBUTE = 256;
  private static final int MAX_VARIANTS = 100;
  private static final List<String> KINDS =
      List.of("all", "any", "not", "segment", "flag", "attribute");

  private final Violations violations;
  private int nodes;

  private ConditionShape(Violations violations) {
    this.violations = violations;
  }

  /// Reads the tree in a field; [Condition#NOBODY] where something is wrong with it.
  static Condition read(Fields parent, String name) {
    return new ConditionShape(parent.violations()).read(parent.value(name), parent.at(name), 1);
  }

  private Condition read(Value value, String pointer, int depth) {
    nodes++;
    if (depth > Condition.MAX_DEPTH) {
      violations.add(
          pointer, "is deeper than the %d conditions allowed".formatted(Condition.MAX_DEPTH));
      return Condition.NOBODY;
    }
    if (nodes == Condition.MAX_NODES + 1) {
      violations.add(
          pointer,
          "is one condition too many; a tree has at most %d".formatted(Condition.MAX_NODES));
    }
    if (nodes > Condition.MAX_NODES) {
      return Condition.NOBODY;
    }
    var fields = Fields.of(value, pointer, violations);
    Condition condition = read(fields, depth);
    fields.refuseOthers();
    return condition;
  }

  private Condition read(Fields fields, int depth) {
    List<String> kinds = KINDS.stream().filter(fields::has).toList();
    if (kinds.size() != 1) {
      String found = kinds.isEmpty() ? "is no condition" : "is several conditions at once";
      fields
          .violations()
          .add(fields.pointer(), found + "; a condition has one of " + String.join(", ", KINDS));
      return fields.ignored(Condition.NOBODY);
    }
    return switch (kinds.getFirst()) {
      case "all" -> new Condition.All(parts(fields, "all", depth));
      case "any" -> new Condition.Any(parts(fields, "any", depth));
      case "not" -> new Condition.Not(read(fields.value("not"), fields.at("not"), depth + 1));
      case "segment" -> segment(fields);
      case "flag" -> flag(fields);
      default -> readTest(fields); // an attribute, the last of them
    };
  }

  private List<Condition> parts(Fields fields, String name, int depth) {
    var parts = new ArrayList<Condition>();
    fields.each(
        name, Condition.MAX_NODES, (value, pointer) -> parts.add(read(value, pointer, depth + 1)));
    return parts;
  }

  private static Condition segment(Fields fields) {
    String key = fields.requiredKey("segment");
    return fields.violations().none() ? new Condition.InSegment(key) : Condition.NOBODY;
  }

  private static Condition flag(Fields fields) {
    String key = fields.requiredKey("flag");
    List<String> variants = readVariants(fields);
    return fields.violations().none() ? new Condition.FlagServes(key, variants) : Condition.NOBODY;
  }

  /// The `variants` of another flag: at least one.
  static List<String> readVariants(Fields fields) {
    int before = fields.violations().count();
    List<String> variants = fields.keys("variants", MAX_VARIANTS);
    if (variants.isEmpty() && fields.violations().count() == before) {
      fields.wrong("variants", "is missing or empty; name the variants that will do", "");
    }
    return variants;
  }

  /// Reads a test of one attribute among the fields of an object.
  static Condition readTest(Fields fields) {
    int before = fields.violations().count();
    String attribute = fields.requiredText("attribute", MAX_ATTRIBUTE);
    if (fields.has("attribute") && attribute.isEmpty()) {
      fields.wrong("attribute", "is empty; name an attribute of the context", "");
    }
    Optional<Operator> operator = readOperator(fields);
    fields.value("values"); // a field of a test, also when nobody knows what it is compared by
    boolean ignoreCase = fields.bool("ignoreCase", false);
    operator
        .flatMap(known -> Condition.AttributeTest.flaw(known, ignoreCase))
        .ifPresent(flaw -> fields.wrong("ignoreCase", flaw, ""));
    List<Value> values =
        operator.map(known -> readValues(fields, known, ignoreCase)).orElse(List.of());
    return operator.isPresent() && fields.violations().count() == before
        ? new Condition.AttributeTest(attribute, operator.get(), values, ignoreCase)
        : Condition.NOBODY;
  }

  private static List<Value> readValues(Fields test, Operator operator, boolean ignoreCase) {
    int before = test.violations().count();
    List<Value> given = test.items("values");
    if (test.violations().count() > before) {
      return given;
    }
    Optional<String> flaw = Condition.AttributeTest.flaw(operator, given);
    if (flaw.isPresent() && operator != Operator.MODULO) {
      return test.wrong("values", "'%s' %s".formatted(Names.of(operator), flaw.get()), List.of());
    }
    for (int i = 0; i < given.size(); i++) {
      String pointer = Violations.at(test.at("values"), i);
      Condition.AttributeTest.flaw(operator, given.get(i), ignoreCase)
          .ifPresent(wrong -> test.violations().add(pointer, wrong));
    }
    if (flaw.isPresent() && test.violations().count() == before) {
      test.wrong("values", "'%s' %s".formatted(Names.of(operator), flaw.get()), "");
    }
    return given;
  }

  private static Optional<Operator> readOperator(Fields test) {
    String name = test.requiredText("operator", Integer.MAX_VALUE);
    Optional<Operator> operator = Names.operator(name);
    if (operator.isEmpty() && test.value("operator") instanceof Value.Text) {
      test.wrong(
          "operator",
          "'%s' is no operator%s".formatted(name, Suggestion.of(name, Names.operators())),
          "");
    }
    return operator;
  }

  static Value write(Condition condition) {
    var members = new Members();
    write(members, condition);
    return members.build();
  }

  static void write(Members members, Condition condition) {
    switch (condition) {
      case Condition.All(var parts) ->
          members.put("all", parts.stream().map(ConditionShape::write).toList());
      case Condition.Any(var parts) ->
          members.put("any", parts.stream().map(ConditionShape::write).toList());
      case Condition.Not(var part) -> members.put("not", write(part));
      case Condition.InSegment(String segment) -> members.put("segment", segment);
      case Condition.FlagServes(String flag, var variants) ->
          members.put("flag", flag).putTexts("variants", variants);
      case Condition.AttributeTest test -> write(members, test);
    }
  }

  static void write(Members members, Condition.AttributeTest test) {
    members
        .put("attribute", test.attribute())
        .put("operator", Names.of(test.operator()))
        .put("values", test.values());
    if (test.ignoreCase()) {
      members.put("ignoreCase", true);
    }
  }
}
