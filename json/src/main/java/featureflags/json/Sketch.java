package featureflags.json;

import featureflags.catalog.Draft;
import featureflags.engine.Flag;
import featureflags.engine.Rule;
import featureflags.engine.Value;
import featureflags.engine.Weight;
import featureflags.json.Patchwork.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A flag as a document that instructions edit, as somebody would send it. Between two of them it
/// need not be a flag.
final class Sketch {
  private static final Source KEPT = Source.ledTo("/instructions");
  private static final Pattern IN_RULE = Pattern.compile("/rules/(\\d+)(.*)", Pattern.DOTALL);

  private final Patchwork flag;
  private final RuleList rules;

  private Sketch(Patchwork flag, RuleList rules) {
    this.flag = flag;
    this.rules = rules;
  }

  static Sketch of(Draft draft) {
    Flag flag = draft.flag();
    var fields = new Patchwork(DraftShape.write(draft).build(), KEPT);
    fields.put("serve", ServeShape.asSent(flag.rollout().serve()), KEPT);
    fields.remove("rules");
    return new Sketch(
        fields,
        new RuleList(
            flag.rules().stream()
                .map(rule -> new Patchwork(written(rule, flag.key()), KEPT))
                .toList()));
  }

  /// With the fields of its rollout, also where they say nothing new.
  private static Value.Structure written(Rule rule, String flagKey) {
    var members = new Members();
    RuleShape.asSent(rule, flagKey).fields().forEach(members::put);
    RolloutShape.write(members, rule.rollout(), flagKey);
    return members.build();
  }

  Value.Structure build() {
    var members = new Members();
    flag.build().fields().forEach(members::put);
    return members.put("rules", rules.build()).build();
  }

  /// A field of the flag, but for the rules.
  Value value(String name) {
    return flag.value(name);
  }

  List<String> tags() {
    return value("tags") instanceof Value.Items(var tags)
        ? tags.stream().flatMap(Sketch::text).toList()
        : List.of();
  }

  List<String> ruleIds() {
    return rules.ids();
  }

  /// The rule of an id that is there.
  Value.Structure rule(String id) {
    return rules.get(rules.ids().indexOf(id)).build();
  }

  /// What is wrong with the flag that came of it, as told to those who gave the instructions.
  Violation told(Violation violation) {
    Matcher inRule = IN_RULE.matcher(violation.pointer());
    return inRule.matches()
        ? rules.get(Integer.parseInt(inRule.group(1))).told(violation, inRule.group(2))
        : flag.told(violation, violation.pointer());
  }

  /// Follows an instruction, or notes why it cannot be followed.
  void apply(Instruction instruction, Spot spot) {
    switch (instruction) {
      case Instruction.TurnOn() -> flag.put("enabled", new Value.Bool(true), spot.effect());
      case Instruction.TurnOff() -> flag.put("enabled", new Value.Bool(false), spot.effect());
      case Instruction.SetRollout(var changes) ->
          changes.fields().forEach((name, value) -> put(name, value, spot));
      case Instruction.SetServe(var serve) ->
          flag.put("serve", serve, Source.exactly(spot.pointer()));
      case Instruction.SetWeights(String id, var weights) -> reweigh(id, weights, spot);
      case Instruction.AddRule(var rule, String before) -> rules.add(rule, before, spot);
      case Instruction.UpdateRule(String id, var changes) -> rules.update(id, changes, spot);
      case Instruction.RemoveRule(String id) -> rules.remove(id, spot);
      case Instruction.MoveRule(String id, String before) -> rules.move(id, before, spot);
      case Instruction.SetVariants(String type, var variants) -> {
        if (!type.isEmpty()) {
          put("type", new Value.Text(type), spot);
        }
        put("variants", variants, spot);
      }
      case Instruction.SetDefaultVariant(String variant) ->
          flag.put("defaultVariant", new Value.Text(variant), spot.field("variant"));
      case Instruction.SetOffVariant(String variant) ->
          flag.put("offVariant", new Value.Text(variant), spot.field("variant"));
      case Instruction.SetPrerequisites(var all) -> put("prerequisites", all, spot);
      case Instruction.SetName(Value name) -> put("name", name, spot);
      case Instruction.SetDescription(Value description) -> put("description", description, spot);
      case Instruction.SetOwner(Value owner) -> put("owner", owner, spot);
      case Instruction.SetAuditSampleRate(Value rate) -> put("auditSampleRate", rate, spot);
      case Instruction.SetTags(var tags) -> put("tags", items(tags), spot);
      case Instruction.AddTags(var tags) -> {
        var all = new ArrayList<>(tags());
        tags.stream().filter(tag -> !all.contains(tag)).forEach(all::add);
        flag.put("tags", items(all), spot.effect());
      }
      case Instruction.RemoveTags(var tags) -> {
        List<String> left = tags().stream().filter(tag -> !tags.contains(tag)).toList();
        flag.put("tags", items(left), spot.effect());
      }
    }
  }

  private void put(String name, Value value, Spot spot) {
    flag.put(name, value, spot.field(name));
  }

  private void reweigh(String ruleId, List<Weight> weights, Spot spot) {
    int index = ruleId.isEmpty() ? -1 : rules.find(ruleId, "ruleId", spot);
    if (index < 0 && !ruleId.isEmpty()) {
      return;
    }
    Patchwork served = ruleId.isEmpty() ? flag : rules.get(index);
    List<String> arms = arms(served.value("serve"));
    if (arms.isEmpty()) {
      String what = ruleId.isEmpty() ? "the flag's own rollout" : "rule '%s'".formatted(ruleId);
      spot.wrong("weights", what + " serves no split whose weights could be set");
      return;
    }
    List<Value> split = inOrder(arms, weights).stream().map(ServeShape::write).toList();
    served.put(
        "serve", new Members().put("split", split).build(), Source.ledTo(spot.at("weights")));
  }

  /// The variants of a split; none when it is no split.
  static List<String> arms(Value serve) {
    return serve instanceof Value.Structure(var fields)
            && fields.get("split") instanceof Value.Items(var arms)
        ? arms.stream().flatMap(Sketch::variant).toList()
        : List.of();
  }

  /// The weights in the order that arms have; those of new arms follow.
  static List<Weight> inOrder(List<String> arms, List<Weight> weights) {
    return weights.stream()
        .sorted(
            Comparator.comparingInt(weight -> {
              int index = arms.indexOf(weight.variant());
              return index < 0 ? arms.size() : index;
            }))
        .toList();
  }

  private static Stream<String> variant(Value arm) {
    return arm instanceof Value.Structure(var fields)
            && fields.get("variant") instanceof Value.Text(String variant)
        ? Stream.of(variant)
        : Stream.empty();
  }

  private static Stream<String> text(Value value) {
    return value instanceof Value.Text(String text) ? Stream.of(text) : Stream.empty();
  }

  private static Value.Items items(List<String> texts) {
    return new Value.Items(texts.stream().<Value>map(Value.Text::new).toList());
  }
}
