package featureflags.json;

import featureflags.engine.Flag;
import featureflags.engine.Rule;
import featureflags.engine.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The instructions that lead from the rules of one draft to those of another: first which go, then
/// what changes in those that stay, then where they and new ones stand.
final class RuleDifference {
  private final Sketch sketch;
  private final Sketch wanted;
  private final Flag target;
  private final Consumer<Instruction> found;

  /// @param sketch follows each instruction as it is found
  RuleDifference(Sketch sketch, Sketch wanted, Flag target, Consumer<Instruction> found) {
    this.sketch = sketch;
    this.wanted = wanted;
    this.target = target;
    this.found = found;
  }

  void tell() {
    List<String> ids = wanted.ruleIds();
    var kept = new HashSet<>(ids);
    sketch.ruleIds().stream()
        .filter(id -> !kept.contains(id))
        .forEach(id -> found.accept(new Instruction.RemoveRule(id)));
    List<String> before = sketch.ruleIds();
    Set<String> staying = staying(before, ids);
    for (Rule rule : target.rules()) {
      if (before.contains(rule.id())) {
        update(rule, staying.contains(rule.id()));
      }
    }
    for (int i = 0; i < ids.size(); i++) {
      if (!staying.contains(ids.get(i))) {
        String next = ids.stream().skip(i).filter(staying::contains).findFirst().orElse("");
        place(target.rules().get(i), before.contains(ids.get(i)), next);
      }
    }
  }

  private void place(Rule rule, boolean known, String next) {
    if (known) {
      found.accept(new Instruction.MoveRule(rule.id(), next));
      update(rule, true);
    } else {
      found.accept(new Instruction.AddRule(RuleShape.asSent(rule, target.key()), next));
    }
  }

  /// @param standing whether the rule is where it will be: if not, its priority is yet to change
  private void update(Rule rule, boolean standing) {
    Value serve = sketch.rule(rule.id()).fields().getOrDefault("serve", new Value.Nothing());
    if (!serve.equals(ServeShape.asSent(rule.rollout().serve()))) {
      DraftDifference.weights(serve, rule.rollout().serve())
          .ifPresent(weights -> found.accept(new Instruction.SetWeights(rule.id(), weights)));
    }
    Map<String, Value> now = sketch.rule(rule.id()).fields();
    Map<String, Value> then = wanted.rule(rule.id()).fields();
    var changes = new Members();
    then.forEach((name, value) -> {
      if (!value.equals(now.get(name)) && (standing || !name.equals("priority"))) {
        changes.put(name, value);
      }
    });
    Set<String> set = Set.copyOf(changes.build().fields().keySet());
    now.keySet().stream()
        .filter(name -> !then.containsKey(name))
        .filter(name -> RuleList.displacedBy(name).stream().noneMatch(set::contains))
        .forEach(name -> changes.put(name, new Value.Nothing()));
    Value.Structure changed = changes.build();
    if (!changed.fields().isEmpty()) {
      found.accept(new Instruction.UpdateRule(rule.id(), changed));
    }
  }

  /// As many rules as can keep their place while the others move: a longest run of them that is in
  /// the same order before and after.
  private static Set<String> staying(List<String> before, List<String> after) {
    List<String> kept = after.stream().filter(before::contains).toList();
    int[] places = kept.stream().mapToInt(before::indexOf).toArray();
    int[] longest = new int[places.length];
    int[] previous = new int[places.length];
    int end = -1;
    for (int i = 0; i < places.length; i++) {
      previous[i] = -1;
      for (int j = 0; j < i; j++) {
        if (places[j] < places[i] && longest[j] >= longest[i]) {
          longest[i] = longest[j] + 1;
          previous[i] = j;
        }
      }
      if (end < 0 || longest[i] > longest[end]) {
        end = i;
      }
    }
    var staying = new HashSet<String>();
    for (int i = end; i >= 0; i = previous[i]) {
      staying.add(kept.get(i));
    }
    return staying;
  }
}
