package featureflags.json;

import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The rules of a flag that instructions edit.
final class RuleList {
  private static final List<String> TEST = List.of("attribute", "operator", "values", "ignoreCase");

  private final List<Patchwork> rules;

  RuleList(List<Patchwork> rules) {
    this.rules = new ArrayList<>(rules);
  }

  Value.Items build() {
    return new Value.Items(rules.stream().<Value>map(Patchwork::build).toList());
  }

  Patchwork get(int index) {
    return rules.get(index);
  }

  /// The id of each rule; empty for one that is still without.
  List<String> ids() {
    return rules.stream()
        .map(rule -> rule.value("id") instanceof Value.Text(String id) ? id : "")
        .toList();
  }

  /// The index of the rule that a field of an instruction names; −1, and a note, when there is
  /// none.
  int find(String id, String field, Spot spot) {
    int index = ids().indexOf(id);
    if (index < 0) {
      List<String> named = ids().stream().filter(each -> !each.isEmpty()).toList();
      String known = named.isEmpty() ? "; the flag has no rules" : Suggestion.of(id, named);
      spot.wrong(field, "names the unknown rule '%s'%s".formatted(id, known));
    }
    return index;
  }

  void add(Value.Structure rule, String before, Spot spot) {
    if (rule.fields().get("id") instanceof Value.Text(String id) && ids().contains(id)) {
      spot.violations()
          .add(Violations.at(spot.at("rule"), "id"), "rule '%s' is there already".formatted(id));
      return;
    }
    int index = before.isEmpty() ? rules.size() : find(before, "before", spot);
    if (index < 0) {
      return;
    }
    var added = new Patchwork(rule, spot.field("rule"));
    if (added.value("priority") instanceof Value.Nothing) {
      added.put("priority", new Value.Whole(priorityAt(index, 1)), spot.effect());
    }
    rules.add(index, added);
  }

  void update(String id, Value.Structure changes, Spot spot) {
    int index = find(id, "ruleId", spot);
    if (index >= 0) {
      changes
          .fields()
          .forEach((name, value) -> {
            if (!(value instanceof Value.Nothing)) {
              displacedBy(name).stream()
                  .filter(other -> !isGiven(changes, other))
                  .forEach(rules.get(index)::remove);
            }
          });
      rules.get(index).putAll(changes, spot.at("rule"));
    }
  }

  void remove(String id, Spot spot) {
    int index = find(id, "ruleId", spot);
    if (index >= 0) {
      rules.remove(index);
    }
  }

  void move(String id, String before, Spot spot) {
    int from = find(id, "ruleId", spot);
    if (from < 0 || (!before.isEmpty() && find(before, "before", spot) < 0)) {
      return;
    }
    long own = priority(from);
    Patchwork moved = rules.remove(from);
    int to = before.isEmpty() ? rules.size() : ids().indexOf(before);
    moved.put("priority", new Value.Whole(priorityAt(to, own)), spot.effect());
    rules.add(to, moved);
  }

  /// The fields that give way to one that is set: those of the other form of a condition, or of
  /// what is served.
  static List<String> displacedBy(String field) {
    return switch (field) {
      case "when" -> TEST;
      case "attribute", "operator", "values", "ignoreCase" -> List.of("when");
      case "variant" -> List.of("serve");
      case "serve" -> List.of("variant");
      default -> List.of();
    };
  }

  private static boolean isGiven(Value.Structure changes, String name) {
    return !(changes.fields().getOrDefault(name, new Value.Nothing()) instanceof Value.Nothing);
  }

  /// With what priority a rule that is put at this index is tried there: with that of the rule it
  /// is put before, and behind all others with the highest.
  private long priorityAt(int index, long otherwise) {
    return index < rules.size()
        ? priority(index)
        : IntStream.range(0, rules.size()).mapToLong(this::priority).max().orElse(otherwise);
  }

  private long priority(int index) {
    return rules.get(index).value("priority") instanceof Value.Whole(long priority)
        ? priority
        : index + 1L;
  }
}
