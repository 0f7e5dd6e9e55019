package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Splits keep people where they are, whatever is done to them and however often.
class RebalanceProperties {
  private static final int LONG = 200;

  @Test
  void everySlotBelongsToExactlyOneArm() {
    forEachChange((_, after) -> {
      int next = 0;
      var owners = SplitChange.owners(after);
      for (int from : owners.keySet()) {
        assertThat(from).isEqualTo(next);
        next = end(after, from);
      }
      assertThat(next).isEqualTo(Slot.COUNT);
    });
  }

  private static int end(Serve.Split split, int from) {
    return split.arms().stream()
        .flatMap(arm -> arm.ranges().stream())
        .filter(range -> range.from() == from)
        .mapToInt(SlotRange::to)
        .sum(); // of one range, or it is wrong
  }

  @Test
  void eachArmIsAsFarFromItsExactQuotaAsThereAreArmsAtMost() {
    forEachChange((_, after) -> {
      double total = after.arms().stream().mapToLong(Arm::weight).sum();
      var within = Offset.offset((double) after.arms().size());
      after
          .arms()
          .forEach(arm ->
              assertThat((double) arm.slots())
                  .isCloseTo(arm.weight() * (double) Slot.COUNT / total, within));
    });
  }

  @Test
  void anArmWithoutWeightHasNoSlot() {
    forEachChange((_, after) ->
        assertThat(after.arms())
            .filteredOn(arm -> arm.weight() == 0)
            .allSatisfy(arm -> assertThat(arm.ranges()).isEmpty()));
  }

  @Test
  void theWeightsAreTheOnesThatWereAskedForInTheirOrder() {
    qt().withExamples(100)
        .withShrinkCycles(100)
        .forAll(SplitHistory.ofChanges(1, 20))
        .checkAssert(history -> {
          Serve.Split split = Serve.Split.of(history.versions().getFirst());

          for (List<Weight> weights : history.versions()) {
            split = split.reweighed(weights);

            assertThat(split.weights()).isEqualTo(weights);
          }
        });
  }

  @Test
  void nobodyMovesBetweenTwoArmsWhoseWeightsStayed() {
    forEachChange((before, after) -> {
      SplitChange change = SplitChange.between(before, after);

      assertThat(change.within(kept(before, after))).isEmpty();
    });
  }

  private static List<String> kept(Serve.Split before, Serve.Split after) {
    Map<String, String> names = SplitChange.names(before, after);
    return before.arms().stream()
        .filter(arm ->
            after
                .weights()
                .contains(new Weight(names.getOrDefault(arm.variant(), ""), arm.weight())))
        .map(arm -> names.getOrDefault(arm.variant(), ""))
        .toList();
  }

  @Test
  void noMoreSubjectsMoveThanTheGrowingArmsGrow() {
    forEachChange((before, after) -> {
      var growth = new HashMap<>(SplitChange.sizes(after));
      Map<String, String> names = SplitChange.names(before, after);
      SplitChange.sizes(before)
          .forEach((arm, size) ->
              growth.computeIfPresent(names.getOrDefault(arm, ""), (_, now) -> now - size));
      int grown = growth.values().stream().mapToInt(each -> Math.max(0, each)).sum();

      assertThat(SplitChange.between(before, after).total()).isEqualTo(grown);
    });
  }

  @Test
  void reorderingMovesNobody() {
    qt().withExamples(100)
        .withShrinkCycles(100)
        .forAll(SplitHistory.ofChanges(0, 30), integers().all())
        .checkAssert((history, seed) -> {
          Serve.Split split = after(history);
          var weights = new ArrayList<>(split.weights());
          Collections.shuffle(weights, new Random(seed));

          Serve.Split reordered = split.reweighed(weights);

          assertThat(reordered.weights()).isEqualTo(weights);
          assertThat(SplitChange.between(split, reordered).moved()).isEmpty();
        });
  }

  @Test
  void renamingMovesNobody() {
    qt().withExamples(100)
        .withShrinkCycles(100)
        .forAll(SplitHistory.ofChanges(0, 30), integers().all())
        .checkAssert((history, which) -> {
          Serve.Split split = after(history);
          var weights = new ArrayList<>(split.weights());
          for (int i = 0; i < weights.size(); i++) {
            if ((which & (1 << i)) != 0) {
              weights.set(i, new Weight("renamed-" + i, weights.get(i).weight()));
            }
          }

          Serve.Split renamed = split.reweighed(weights);

          assertThat(renamed.arms()).extracting(Arm::ranges).isEqualTo(ranges(split));
        });
  }

  @Test
  void multiplyingAllWeightsMovesNobody() {
    qt().withExamples(100)
        .withShrinkCycles(100)
        .forAll(SplitHistory.ofChanges(0, 30), integers().between(2, 1_000))
        .checkAssert((history, most) -> {
          Serve.Split split = after(history);
          int largest = split.arms().stream().mapToInt(Arm::weight).max().orElseThrow();
          int factor = Math.clamp(Arm.MAX_WEIGHT / largest, 1, most);
          List<Weight> weights =
              split.weights().stream()
                  .map(each -> new Weight(each.variant(), each.weight() * factor))
                  .toList();

          Serve.Split multiplied = split.reweighed(weights);

          assertThat(multiplied.arms()).extracting(Arm::ranges).isEqualTo(ranges(split));
          assertThat(multiplied.reweighed(split.weights())).isEqualTo(split);
        });
  }

  @Test
  void theSameWeightsAgainMoveNobody() {
    qt().withExamples(100)
        .withShrinkCycles(100)
        .forAll(SplitHistory.ofChanges(0, 30))
        .checkAssert(history -> {
          Serve.Split split = after(history);

          assertThat(split.reweighed(split.weights())).isEqualTo(split);
        });
  }

  private static List<List<SlotRange>> ranges(Serve.Split split) {
    return split.arms().stream().map(Arm::ranges).toList();
  }

  /// Checks each change of many short histories and some long ones.
  private static void forEachChange(BiConsumer<Serve.Split, Serve.Split> check) {
    qt().withExamples(150)
        .withShrinkCycles(100)
        .forAll(SplitHistory.ofChanges(1, 10))
        .checkAssert(history -> replay(history, check));
    qt().withExamples(4)
        .withShrinkCycles(100)
        .forAll(SplitHistory.ofChanges(LONG, LONG))
        .checkAssert(history -> replay(history, check));
  }

  private static void replay(SplitHistory history, BiConsumer<Serve.Split, Serve.Split> check) {
    Serve.Split split = Serve.Split.of(history.versions().getFirst());
    check.accept(split, split);
    for (List<Weight> weights : history.versions()) {
      Serve.Split next = split.reweighed(weights);
      check.accept(split, next);
      split = next;
    }
  }

  private static Serve.Split after(SplitHistory history) {
    Serve.Split split = Serve.Split.of(history.versions().getFirst());
    for (List<Weight> weights : history.versions()) {
      split = split.reweighed(weights);
    }
    return split;
  }
}
