package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// A split that can be constructed has every slot exactly once.
class SplitTest {
  @Test
  void aNewSplitDealsTheSlotsOutInTheOrderOfItsArms() {
    var split = Serve.Split.of(weights(60, 40));

    assertThat(split.arms())
        .containsExactly(arm("v0", 60, 0, 60_000), arm("v1", 40, 60_000, 100_000));
    assertThat(split.variants()).containsExactly("v0", "v1");
    assertThat(split.weights()).isEqualTo(weights(60, 40));
  }

  @Test
  void aSlotThatCannotBeSharedGoesToTheFirst() {
    assertThat(Serve.Split.of(weights(1, 1, 1)).arms())
        .extracting(Arm::slots)
        .containsExactly(33_334, 33_333, 33_333);
  }

  @Test
  void shrinkingArmsGiveUpTheirTailAndGrowingOnesTakeIt() {
    var split = Serve.Split.of(weights(50, 50)).reweighed(weights(20, 80));

    assertThat(split.arms())
        .containsExactly(arm("v0", 20, 0, 20_000), arm("v1", 80, 20_000, 100_000));

    var back = split.reweighed(weights(50, 50));

    assertThat(back.arms())
        .containsExactly(arm("v0", 50, 0, 20_000, 70_000, 100_000), arm("v1", 50, 20_000, 70_000));
  }

  @Test
  void anArmThatIsGoneIsSharedAmongTheOthersAndANewOneTakesFromEach() {
    var split = Serve.Split.of(weights(50, 25, 25));

    var fewer = split.reweighed(List.of(weight("v0", 50), weight("v2", 50)));
    var more = split.reweighed(List.of(weight("new", 100), weight("v1", 50), weight("v0", 50)));

    assertThat(fewer.arms())
        .containsExactly(arm("v0", 50, 0, 50_000), arm("v2", 50, 50_000, 100_000));
    assertThat(more.arms().getFirst().slots()).isEqualTo(50_000);
    assertThat(more.arms().getLast()).isEqualTo(arm("v0", 50, 0, 25_000));
  }

  @Test
  void armsWithEqualClaimsKeepWhatTheyHoldInWhateverOrder() {
    var names = List.of("a", "b", "c", "d", "e");
    var weights = new ArrayList<>(names.stream().map(name -> weight(name, 2)).toList());
    weights.addAll(List.of(weight("x", 1), weight("y", 3)));
    var split = Serve.Split.of(weights);

    var others = new ArrayList<>(weights.subList(0, 5).reversed());
    others.addAll(List.of(weight("x", 3), weight("y", 1)));
    var next = split.reweighed(others);

    assertThat(split.arms())
        .extracting(Arm::slots)
        .containsExactly(14_285, 14_286, 14_286, 14_286, 14_286, 7_143, 21_428);
    assertThat(next.arms().subList(0, 5).reversed()).isEqualTo(split.arms().subList(0, 5));
  }

  @Test
  void storedRangesStayAsTheyAreWhileNoShareChanges() {
    var stored =
        new Serve.Split(List.of(arm("a", 60, 0, 10, 50_000, 100_000), arm("b", 40, 10, 50_000)));

    var same = stored.reweighed(List.of(weight("b", 20), weight("a", 30)));
    var other = stored.reweighed(List.of(weight("b", 50), weight("a", 50)));

    assertThat(same.arms())
        .containsExactly(arm("b", 20, 10, 50_000), arm("a", 30, 0, 10, 50_000, 100_000));
    assertThat(other.arms()).extracting(Arm::slots).containsExactly(50_000, 50_000);
  }

  @Test
  void refusesAnArmThatIsThereTwice() {
    refuses("'v0'", () -> Serve.Split.of(List.of(weight("v0", 1), weight("v0", 2))));
    refuses(
        "'a'",
        () -> new Serve.Split(List.of(arm("a", 1, 0, 50_000), arm("a", 1, 50_000, 100_000))));
  }

  @Test
  void refusesWeightsThatAreNone() {
    refuses("no arm", () -> Serve.Split.of(List.of()));
    refuses("no arm", () -> Serve.Split.of(weights(0, 0)));
    refuses("no arm", () -> new Serve.Split(List.of()));
    refuses("no arm", () -> new Serve.Split(List.of(arm("a", 0, 0, 100_000))));
    refuses("'v1'", () -> Serve.Split.of(weights(1, -1)));
    refuses("'v1'", () -> Serve.Split.of(weights(1, 1_000_001)));
    refuses("'v1'", () -> Serve.Split.of(weights(1)).reweighed(weights(1, -1)));
    refuses("no arm", () -> Serve.Split.of(weights(1)).reweighed(weights(0)));
    assertThat(Serve.Split.of(weights(1_000_000, 1_000_000)).arms())
        .extracting(Arm::slots)
        .containsExactly(50_000, 50_000);
  }

  @Test
  void refusesSlotsThatBelongToNoArmOrToTwo() {
    refuses("slot 0 ", () -> new Serve.Split(List.of(arm("a", 1, 1, 100_000))));
    refuses("slot 99999 ", () -> new Serve.Split(List.of(arm("a", 1, 0, 99_999))));
    refuses(
        "slot 10 ", () -> new Serve.Split(List.of(arm("a", 1, 0, 10), arm("b", 1, 11, 100_000))));
    refuses("slot 9 ", () -> new Serve.Split(List.of(arm("a", 1, 0, 10), arm("b", 1, 9, 100_000))));
    refuses("slot 0 ", () -> new Serve.Split(List.of(arm("a", 1))));
  }

  @Test
  void anArmRefusesAWeightOutOfRangeAndRangesOutOfOrder() {
    refuses("'a' is -1", () -> arm("a", -1));
    refuses("'a' is 1000001", () -> arm("a", 1_000_001));
    refuses("'a'", () -> arm("a", 1, 10, 20, 0, 5));
    refuses("'a'", () -> arm("a", 1, 0, 10, 5, 20));
    refuses("'a'", () -> arm("a", 1, 0, 10, 10, 20));
    assertThat(arm("a", 1, 0, 10, 11, 20).slots()).isEqualTo(19);
  }

  @Test
  void aRangeRefusesToBeEmptyOrToLeaveTheLine() {
    refuses("5 to 5", () -> new SlotRange(5, 5));
    refuses("6 to 5", () -> new SlotRange(6, 5));
    refuses("-1 to 5", () -> new SlotRange(-1, 5));
    refuses("0 to 100001", () -> new SlotRange(0, 100_001));
    assertThat(new SlotRange(0, 100_000).size()).isEqualTo(100_000);
  }

  private static void refuses(String culprit, ThrowingCallable construction) {
    assertThatThrownBy(construction)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(culprit);
  }

  private static List<Weight> weights(int... weights) {
    var named = new ArrayList<Weight>();
    for (int weight : weights) {
      named.add(weight("v" + named.size(), weight));
    }
    return named;
  }

  private static Weight weight(String variant, int weight) {
    return new Weight(variant, weight);
  }

  /// An arm with ranges of these starts and ends.
  private static Arm arm(String variant, int weight, int... edges) {
    var ranges = new ArrayList<SlotRange>();
    for (int i = 0; i < edges.length; i += 2) {
      ranges.add(new SlotRange(edges[i], edges[i + 1]));
    }
    return new Arm(variant, weight, ranges);
  }
}
