package featureflags.json;

import featureflags.engine.Value;
import featureflags.engine.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Instructions in plain English, each as what was done.
final class InstructionWords {
  private static final List<String> TEST =
      List.of("when", "attribute", "operator", "values", "ignoreCase");

  private InstructionWords() {}

  static String of(Instruction instruction) {
    return switch (instruction) {
      case Instruction.TurnOn() -> "turned the flag on";
      case Instruction.TurnOff() -> "turned the flag off";
      case Instruction.SetRollout(var changes) -> rollout(changes);
      case Instruction.SetServe(var serve) -> "made the rollout serve " + served(serve);
      case Instruction.SetWeights(String ruleId, var weights) ->
          "changed the weights of %s to %s"
              .formatted(ruleId.isEmpty() ? "the rollout" : rule(ruleId), weights(weights));
      case Instruction.AddRule(var rule, String before) ->
          rule.fields().get("id") instanceof Value.Text(String id)
              ? "added %s%s".formatted(rule(id), place(before, ""))
              : "added a rule" + place(before, "");
      case Instruction.UpdateRule(String ruleId, var changes) ->
          "changed %s: %s".formatted(rule(ruleId), parts(changes));
      case Instruction.RemoveRule(String ruleId) -> "removed " + rule(ruleId);
      case Instruction.MoveRule(String ruleId, String before) ->
          "moved %s%s".formatted(rule(ruleId), place(before, " to the end"));
      case Instruction.SetVariants(String type, var variants) ->
          (type.isEmpty() ? "set" : "made the type %s and set".formatted(type))
              + " the variants to "
              + named(variants, "key");
      case Instruction.SetDefaultVariant(String variant) ->
          "set the default variant to '%s'".formatted(variant);
      case Instruction.SetOffVariant(String variant) ->
          "set the off variant to '%s'".formatted(variant);
      case Instruction.SetPrerequisites(var all) ->
          all.values().isEmpty()
              ? "removed all prerequisites"
              : "set the prerequisites to " + named(all, "flag");
      case Instruction.SetName(Value name) -> text("the name", name);
      case Instruction.SetDescription(Value description) ->
          isEmpty(description) ? "cleared the description" : "changed the description";
      case Instruction.SetOwner(Value owner) -> text("the owner", owner);
      case Instruction.SetAuditSampleRate(Value rate) -> sampleRate(rate);
      case Instruction.SetTags(var tags) ->
          tags.isEmpty() ? "removed all tags" : "set the tags to " + quoted(tags);
      case Instruction.AddTags(var tags) -> "added " + tags(tags);
      case Instruction.RemoveTags(var tags) -> "removed " + tags(tags);
    };
  }

  private static String sampleRate(Value rate) {
    return rate instanceof Value.Nothing || rate.equals(new Value.Whole(1))
        ? "had the trail keep every evaluation"
        : "had the trail keep the share %s of evaluations".formatted(ValueWriter.text(rate));
  }

  private static String rule(String id) {
    return "rule '%s'".formatted(id);
  }

  private static String place(String before, String otherwise) {
    return before.isEmpty() ? otherwise : " before '%s'".formatted(before);
  }

  private static String text(String what, Value text) {
    return text instanceof Value.Text(String words) && !words.isEmpty()
        ? "set %s to '%s'".formatted(what, words)
        : "cleared " + what;
  }

  private static boolean isEmpty(Value text) {
    return text instanceof Value.Nothing || text.equals(new Value.Text(""));
  }

  private static String tags(List<String> tags) {
    return (tags.size() == 1 ? "the tag " : "the tags ") + quoted(tags);
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
  }

  private static String weights(List<Weight> weights) {
    return weights.stream()
        .map(weight -> weight.variant() + " " + weight.weight())
        .collect(Collectors.joining(", "));
  }

  /// The names in a list of objects.
  private static String named(Value.Items items, String field) {
    return items.values().stream()
        .map(each -> plain(field(each, field)))
        .collect(Collectors.joining(", "));
  }

  private static String rollout(Value.Structure changes) {
    var others = new LinkedHashMap<>(changes.fields());
    Value percentage = others.getOrDefault("rolloutPercentage", new Value.Nothing());
    if (percentage instanceof Value.Nothing) {
      return "changed the rollout: " + parts(changes);
    }
    others.remove("rolloutPercentage");
    String set = "set the rollout to %s %%".formatted(plain(percentage));
    return others.isEmpty() ? set : set + ", " + parts(new Value.Structure(others));
  }

  /// What of a rule or a rollout changed, a condition once however it is written.
  private static String parts(Value.Structure changes) {
    return changes.fields().entrySet().stream()
        .map(field -> part(field.getKey(), field.getValue()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String part(String name, Value value) {
    if (TEST.contains(name)) {
      return "condition";
    }
    if (value instanceof Value.Nothing) {
      return "default " + name;
    }
    return switch (name) {
      case "rolloutPercentage" -> "rollout %s %%".formatted(plain(value));
      case "variant" -> "serves '%s'".formatted(plain(value));
      case "serve" -> value instanceof Value.Structure serve ? "serves " + served(serve) : "serve";
      case "priority" -> "priority " + plain(value);
      default -> "%s '%s'".formatted(name, plain(value));
    };
  }

  private static String served(Value.Structure serve) {
    return serve.fields().get("split") instanceof Value.Items(var arms)
        ? arms.stream()
            .map(arm -> plain(field(arm, "variant")) + " " + plain(field(arm, "weight")))
            .collect(Collectors.joining(", "))
        : "'%s'".formatted(plain(field(serve, "variant")));
  }

  private static Value field(Value object, String name) {
    return object instanceof Value.Structure(var fields)
        ? fields.getOrDefault(name, new Value.Nothing())
        : new Value.Nothing();
  }

  private static String plain(Value value) {
    return value instanceof Value.Text(String text) ? text : ValueWriter.text(value);
  }
}
