package featureflags.json;

import featureflags.engine.Percentage;
import featureflags.engine.Serve;
import featureflags.engine.Value;
import featureflags.engine.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One instruction: `{"kind": …}` and the fields of that kind.
final class InstructionShape {
  static final List<String> ROLLOUT = List.of("rolloutPercentage", "bucketBy", "salt");

  private static final Map<String, Function<Fields, Instruction>> KINDS =
      Map.ofEntries(
          Map.entry("turnOn", _ -> new Instruction.TurnOn()),
          Map.entry("turnOff", _ -> new Instruction.TurnOff()),
          Map.entry("setRollout", InstructionShape::setRollout),
          Map.entry("setServe", InstructionShape::setServe),
          Map.entry("setWeights", InstructionShape::setWeights),
          Map.entry("addRule", InstructionShape::addRule),
          Map.entry("updateRule", InstructionShape::updateRule),
          Map.entry("removeRule", each -> new Instruction.RemoveRule(each.requiredKey("ruleId"))),
          Map.entry("moveRule", InstructionShape::moveRule),
          Map.entry("setVariants", InstructionShape::setVariants),
          Map.entry(
              "setDefaultVariant",
              each -> new Instruction.SetDefaultVariant(each.requiredKey("variant"))),
          Map.entry(
              "setOffVariant", each -> new Instruction.SetOffVariant(each.requiredKey("variant"))),
          Map.entry("setPrerequisites", InstructionShape::setPrerequisites),
          Map.entry("setName", each -> new Instruction.SetName(text(each, "name"))),
          Map.entry(
              "setDescription", each -> new Instruction.SetDescription(text(each, "description"))),
          Map.entry("setOwner", each -> new Instruction.SetOwner(text(each, "owner"))),
          Map.entry(
              "setAuditSampleRate",
              each -> new Instruction.SetAuditSampleRate(given(each, "auditSampleRate"))),
          Map.entry("setTags", each -> new Instruction.SetTags(tags(each))),
          Map.entry("addTags", each -> new Instruction.AddTags(tags(each))),
          Map.entry("removeTags", each -> new Instruction.RemoveTags(tags(each))));

  private static final List<String> NAMES = KINDS.keySet().stream().sorted().toList();

  private InstructionShape() {}

  /// Reads one; empty when its kind is unknown. What comes of it is checked where it leads to.
  static Optional<Instruction> read(Fields fields) {
    String kind = fields.requiredText("kind", Integer.MAX_VALUE);
    Function<Fields, Instruction> reader = KINDS.get(kind);
    if (reader == null) {
      if (!kind.isEmpty() || fields.value("kind") instanceof Value.Text) {
        fields.wrong("kind", "'%s' is no kind%s".formatted(kind, Suggestion.of(kind, NAMES)), "");
      }
      return Optional.empty();
    }
    Instruction instruction = reader.apply(fields);
    fields.refuseOthers();
    return Optional.of(instruction);
  }

  private static Instruction setRollout(Fields fields) {
    RolloutShape.read(fields, "", Percentage.NOBODY, new Serve.One(""));
    var changes = new Members();
    ROLLOUT.stream().filter(fields::given).forEach(name -> changes.put(name, fields.value(name)));
    Value.Structure given = changes.build();
    if (given.fields().isEmpty()) {
      fields
          .violations()
          .add(fields.pointer(), "changes nothing; give one of " + String.join(", ", ROLLOUT));
    }
    return new Instruction.SetRollout(given);
  }

  private static Instruction setServe(Fields fields) {
    List<String> given = List.of("variant", "split").stream().filter(fields::has).toList();
    if (given.size() != 1) {
      fields.violations().add(fields.pointer(), "has one of variant and split");
    }
    var serve = new Members();
    given.forEach(name -> serve.put(name, fields.value(name)));
    return new Instruction.SetServe(serve.build());
  }

  private static Instruction setWeights(Fields fields) {
    String ruleId = optionalKey(fields, "ruleId");
    Value.Structure given = fields.requiredStructure("weights");
    var weights = new ArrayList<Weight>();
    var each = Fields.of(given, fields.at("weights"), fields.violations());
    given
        .fields()
        .keySet()
        .forEach(variant -> weights.add(new Weight(variant, ServeShape.readWeight(each, variant))));
    if (weights.isEmpty() && fields.value("weights") instanceof Value.Structure) {
      fields.wrong("weights", "is empty; name each variant with its weight", "");
    }
    return new Instruction.SetWeights(ruleId, weights);
  }

  private static Instruction addRule(Fields fields) {
    return new Instruction.AddRule(fields.requiredStructure("rule"), optionalKey(fields, "before"));
  }

  private static Instruction updateRule(Fields fields) {
    String ruleId = fields.requiredKey("ruleId");
    Value.Structure changes = fields.requiredStructure("rule");
    Value id = changes.fields().getOrDefault("id", new Value.Text(ruleId));
    if (!id.equals(new Value.Text(ruleId))) {
      fields
          .violations()
          .add(
              Violations.at(fields.at("rule"), "id"),
              "is not '%s', and a rule's id never changes; remove the rule and add another"
                  .formatted(ruleId));
    }
    if (changes.fields().isEmpty() && fields.value("rule") instanceof Value.Structure) {
      fields.wrong("rule", "is empty; give the fields that change", "");
    }
    return new Instruction.UpdateRule(ruleId, changes);
  }

  private static Instruction moveRule(Fields fields) {
    String ruleId = fields.requiredKey("ruleId");
    String before = optionalKey(fields, "before");
    if (!before.isEmpty() && before.equals(ruleId)) {
      fields.wrong("before", "names the rule itself", "");
    }
    return new Instruction.MoveRule(ruleId, before);
  }

  private static Instruction setVariants(Fields fields) {
    String type = fields.has("type") ? Names.of(VariantShape.readType(fields)) : "";
    return new Instruction.SetVariants(type, fields.requiredItems("variants"));
  }

  private static Instruction setPrerequisites(Fields fields) {
    PrerequisiteShape.read(fields);
    return new Instruction.SetPrerequisites(fields.requiredItems("prerequisites"));
  }

  /// A text, or null to clear it: absent is neither.
  private static Value text(Fields fields, String name) {
    Value given = given(fields, name);
    fields.text(name, "", Integer.MAX_VALUE);
    return given;
  }

  private static Value given(Fields fields, String name) {
    if (!fields.given(name)) {
      fields.wrong(name, "is missing; null clears it", "");
    }
    return fields.value(name);
  }

  private static List<String> tags(Fields fields) {
    if (!fields.has("tags")) {
      fields.wrong("tags", "is missing", "");
    }
    return DraftShape.readTags(fields);
  }

  private static String optionalKey(Fields fields, String name) {
    return fields.has(name) ? fields.requiredKey(name) : "";
  }

  static Value.Structure write(Instruction instruction) {
    return switch (instruction) {
      case Instruction.TurnOn() -> kind("turnOn").build();
      case Instruction.TurnOff() -> kind("turnOff").build();
      case Instruction.SetRollout(var changes) -> with(kind("setRollout"), changes).build();
      case Instruction.SetServe(var serve) -> with(kind("setServe"), serve).build();
      case Instruction.SetWeights(String ruleId, var weights) ->
          putUnlessEmpty(kind("setWeights"), "ruleId", ruleId)
              .put("weights", write(weights))
              .build();
      case Instruction.AddRule(var rule, String before) ->
          putUnlessEmpty(kind("addRule").put("rule", rule), "before", before).build();
      case Instruction.UpdateRule(String ruleId, var changes) ->
          kind("updateRule").put("ruleId", ruleId).put("rule", changes).build();
      case Instruction.RemoveRule(String ruleId) ->
          kind("removeRule").put("ruleId", ruleId).build();
      case Instruction.MoveRule(String ruleId, String before) ->
          putUnlessEmpty(kind("moveRule").put("ruleId", ruleId), "before", before).build();
      case Instruction.SetVariants(String type, var variants) ->
          putUnlessEmpty(kind("setVariants"), "type", type).put("variants", variants).build();
      case Instruction.SetDefaultVariant(String variant) ->
          kind("setDefaultVariant").put("variant", variant).build();
      case Instruction.SetOffVariant(String variant) ->
          kind("setOffVariant").put("variant", variant).build();
      case Instruction.SetPrerequisites(var prerequisites) ->
          kind("setPrerequisites").put("prerequisites", prerequisites).build();
      case Instruction.SetName(Value name) -> kind("setName").put("name", name).build();
      case Instruction.SetDescription(Value description) ->
          kind("setDescription").put("description", description).build();
      case Instruction.SetOwner(Value owner) -> kind("setOwner").put("owner", owner).build();
      case Instruction.SetAuditSampleRate(Value rate) ->
          kind("setAuditSampleRate").put("auditSampleRate", rate).build();
      case Instruction.SetTags(var tags) -> kind("setTags").putTexts("tags", tags).build();
      case Instruction.AddTags(var tags) -> kind("addTags").putTexts("tags", tags).build();
      case Instruction.RemoveTags(var tags) -> kind("removeTags").putTexts("tags", tags).build();
    };
  }

  private static Members kind(String kind) {
    return new Members().put("kind", kind);
  }

  private static Members with(Members members, Value.Structure fields) {
    fields.fields().forEach(members::put);
    return members;
  }

  private static Members putUnlessEmpty(Members members, String name, String text) {
    return text.isEmpty() ? members : members.put(name, text);
  }

  private static Value write(List<Weight> weights) {
    var byVariant = new Members();
    weights.forEach(weight -> byVariant.put(weight.variant(), weight.weight()));
    return byVariant.build();
  }
}
