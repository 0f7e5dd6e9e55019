package featureflags.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.catalog.Draft;
import featureflags.engine.Flag;
import featureflags.engine.Rule;
import featureflags.engine.Value;
import featureflags.testkit.RandomEdits;
import featureflags.testkit.RandomEdits.Edit;
import featureflags.testkit.RandomFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quicktheories.generators.SourceDSL;

/// Whatever was edited is told by instructions, and done by them.
class InstructionsProperties {
  @Test
  void whatIsBetweenTwoDraftsLeadsFromTheOneToTheOther() {
    qt().withExamples(3_000)
        .forAll(RandomEdits.any())
        .checkAssert(edit -> {
          Draft after = sent(edit);

          List<Instruction> between = Instructions.between(edit.before(), after);

          assertThat(new Instructions(between, "").apply(edit.before())).isEqualTo(after);
        });
  }

  @Test
  void nothingIsBetweenADraftAndItself() {
    qt().withExamples(500)
        .forAll(RandomEdits.any())
        .checkAssert(edit -> {
          Draft same = DraftShape.readEdit(edit.after(), DraftShape.write(edit.after()).build());

          assertThat(Instructions.between(edit.after(), same)).isEmpty();
        });
  }

  @Test
  void everyInstructionChangesSomething() {
    qt().withExamples(1_000)
        .forAll(RandomEdits.any())
        .checkAssert(edit -> {
          List<Instruction> between = Instructions.between(edit.before(), sent(edit));
          var sketch = Sketch.of(edit.before());

          for (Instruction instruction : between) {
            Value.Structure before = sketch.build();
            sketch.apply(instruction, Spot.nowhere());
            assertThat(sketch.build()).as(instruction.words()).isNotEqualTo(before);
          }
        });
  }

  @Test
  void instructionsAreReadAsTheyWereWritten() {
    qt().withExamples(1_000)
        .forAll(RandomEdits.any())
        .checkAssert(edit -> {
          List<Instruction> between = Instructions.between(edit.before(), sent(edit));
          List<Instruction> few = between.subList(0, Math.min(100, between.size()));
          byte[] document =
              ValueWriter.bytes(new Members().put("instructions", Instructions.write(few)).build());

          if (!few.isEmpty()) {
            assertThat(Instructions.read(ValueReader.readStored(document)).list()).isEqualTo(few);
          }
          assertThat(Instructions.words(Instructions.write(between)))
              .isEqualTo(between.stream().map(Instruction::words).toList());
        });
  }

  @Test
  void aRuleThatIsMovedIsTriedWhereItWasPutAndTheOthersAsBefore() {
    qt().withExamples(2_000)
        .forAll(
            RandomFlags.entries().assuming(entry -> entry.flag().rules().size() > 1),
            SourceDSL.integers().between(0, 10_000),
            SourceDSL.integers().between(0, 10_000))
        .checkAssert((entry, first, second) -> {
          List<String> ids = tried(entry.flag());
          String moved = ids.get(first % ids.size());
          List<String> others = new ArrayList<>(ids);
          others.remove(moved);
          int place = second % ids.size();
          String before = place < others.size() ? others.get(place) : "";

          Draft after =
              new Instructions(List.of(new Instruction.MoveRule(moved, before)), "")
                  .apply(entry.draft());

          others.add(place, moved);
          assertThat(tried(after.flag())).isEqualTo(others);
        });
  }

  @Test
  void aRuleThatIsAddedIsTriedWhereItWasPutAndTheOthersAsBefore() {
    qt().withExamples(2_000)
        .forAll(RandomFlags.entries(), SourceDSL.integers().between(0, 10_000))
        .checkAssert((entry, number) -> {
          List<String> ids = new ArrayList<>(tried(entry.flag()));
          int place = number % (ids.size() + 1);
          String before = place < ids.size() ? ids.get(place) : "";
          Value.Structure rule =
              new Members()
                  .put("id", "added")
                  .put("when", new Members().put("segment", "beta").build())
                  .put("variant", entry.flag().offVariant())
                  .build();

          Draft after =
              new Instructions(List.of(new Instruction.AddRule(rule, before)), "")
                  .apply(entry.draft());

          ids.add(place, "added");
          assertThat(tried(after.flag())).isEqualTo(ids);
        });
  }

  /// What comes of the edit when somebody sends it.
  private static Draft sent(Edit edit) {
    return DraftShape.readEdit(edit.before(), DraftShape.write(edit.after()).build());
  }

  private static List<String> tried(Flag flag) {
    return flag.rules().stream()
        .sorted(Comparator.comparingInt(Rule::priority))
        .map(Rule::id)
        .toList();
  }
}
