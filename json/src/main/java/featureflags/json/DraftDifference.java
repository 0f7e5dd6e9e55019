package featureflags.json;

import featureflags.catalog.Draft;
import featureflags.engine.Flag;
import featureflags.engine.Serve;
import featureflags.engine.Value;
import featureflags.engine.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The instructions that lead from one draft to another, found by following each as soon as it is
/// found.
final class DraftDifference {
  private final Sketch sketch;
  private final Sketch wanted;
  private final Flag target;
  private final List<Instruction> instructions = new ArrayList<>();

  DraftDifference(Draft before, Draft after) {
    this.sketch = Sketch.of(before);
    this.wanted = Sketch.of(after);
    this.target = after.flag();
  }

  List<Instruction> instructions() {
    if (differs("enabled")) {
      add(target.enabled() ? new Instruction.TurnOn() : new Instruction.TurnOff());
    }
    details();
    variants();
    if (differs("prerequisites") && wanted.value("prerequisites") instanceof Value.Items all) {
      add(new Instruction.SetPrerequisites(all));
    }
    new RuleDifference(sketch, wanted, target, this::add).tell();
    rollout();
    return instructions;
  }

  private boolean differs(String name) {
    return !sketch.value(name).equals(wanted.value(name));
  }

  private void add(Instruction instruction) {
    instructions.add(instruction);
    sketch.apply(instruction, Spot.nowhere());
  }

  private void details() {
    if (differs("name")) {
      add(new Instruction.SetName(wanted.value("name")));
    }
    if (differs("description")) {
      add(new Instruction.SetDescription(wanted.value("description")));
    }
    if (differs("owner")) {
      add(new Instruction.SetOwner(wanted.value("owner")));
    }
    if (differs("auditSampleRate")) {
      add(new Instruction.SetAuditSampleRate(wanted.value("auditSampleRate")));
    }
    if (differs("tags")) {
      tags(sketch.tags(), wanted.tags());
    }
  }

  private void tags(List<String> before, List<String> after) {
    List<String> removed = before.stream().filter(tag -> !after.contains(tag)).distinct().toList();
    List<String> added = after.stream().filter(tag -> !before.contains(tag)).distinct().toList();
    var made = new ArrayList<>(before);
    made.removeAll(removed);
    made.addAll(added);
    if (!made.equals(after)) {
      add(new Instruction.SetTags(after));
      return;
    }
    if (!removed.isEmpty()) {
      add(new Instruction.RemoveTags(removed));
    }
    if (!added.isEmpty()) {
      add(new Instruction.AddTags(added));
    }
  }

  private void variants() {
    if ((differs("type") || differs("variants"))
        && wanted.value("variants") instanceof Value.Items all) {
      String type = differs("type") ? Names.of(target.type()) : "";
      add(new Instruction.SetVariants(type, all));
    }
    if (differs("offVariant")) {
      add(new Instruction.SetOffVariant(target.offVariant()));
    }
    if (differs("defaultVariant")) {
      add(new Instruction.SetDefaultVariant(target.defaultVariant()));
    }
  }

  private void rollout() {
    var changes = new Members();
    InstructionShape.ROLLOUT.stream()
        .filter(this::differs)
        .forEach(name -> changes.put(name, wanted.value(name)));
    Value.Structure changed = changes.build();
    if (!changed.fields().isEmpty()) {
      add(new Instruction.SetRollout(changed));
    }
    Serve serve = target.rollout().serve();
    if (differs("serve")) {
      add(
          weights(sketch.value("serve"), serve)
              .<Instruction>map(weights -> new Instruction.SetWeights("", weights))
              .orElseGet(() -> new Instruction.SetServe(ServeShape.asSent(serve))));
    }
  }

  /// The weights that make one split another; empty when they cannot.
  static Optional<List<Weight>> weights(Value before, Serve after) {
    List<String> arms = Sketch.arms(before);
    return after instanceof Serve.Split split
            && !arms.isEmpty()
            && Sketch.inOrder(arms, split.weights()).equals(split.weights())
        ? Optional.of(split.weights())
        : Optional.empty();
  }
}
