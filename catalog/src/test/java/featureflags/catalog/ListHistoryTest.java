package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.ListHistory.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListHistoryTest {
  private static final String KEY = "key-0";
  private static final SegmentList LIST = SegmentList.INCLUDED;

  /// Against a segment that was really edited, and whose trail tells samples, not all of it.
  @Test
  void whatIsSaidWithCertaintyIsTrueAndMuchIs() {
    var random = new Random(11);
    int asked = 0;
    int certain = 0;
    for (int round = 0; round < 2_000; round++) {
      var lists = new EnumMap<SegmentList, Set<String>>(SegmentList.class);
      List.of(SegmentList.values()).forEach(list -> lists.put(list, new TreeSet<>()));
      var steps = new ArrayList<Step>(List.of(new Step.Emptied(at(0))));
      var truth = new ArrayList<Boolean>(List.of(false));
      for (int second = 1; second < 8; second++) {
        steps.addFirst(step(at(second), lists, random));
        truth.add(lists.getOrDefault(LIST, Set.of()).contains(KEY));
      }
      int told = random.nextInt(1, steps.size() + 1);
      var history = new ListHistory(steps.subList(0, told), told == steps.size());

      for (int second = 0; second < truth.size(); second++) {
        Listing then =
            history.at(
                at(second).plusMillis(500),
                LIST,
                KEY,
                truth.getLast() ? Listing.LISTED : Listing.ABSENT);
        asked++;
        if (then != Listing.UNKNOWN) {
          certain++;
          assertThat(then == Listing.LISTED).isEqualTo(truth.get(second));
        }
      }
    }
    assertThat(certain).isBetween(asked / 3, asked - 1);
  }

  private static Step step(Instant time, Map<SegmentList, Set<String>> lists, Random random) {
    if (random.nextInt(10) == 0) {
      lists.values().forEach(Set::clear);
      return new Step.Emptied(time);
    }
    var list = random.nextBoolean() ? LIST : SegmentList.EXCLUDED;
    return new Step.Edited(time, edit(list, lists.getOrDefault(list, Set.of()), random));
  }

  private static ListEdit edit(SegmentList list, Set<String> held, Random random) {
    var kind = List.of(ListEdit.Kind.values()).get(random.nextInt(3));
    List<String> keys =
        IntStream.range(0, 6).filter(_ -> random.nextBoolean()).mapToObj(i -> "key-" + i).toList();
    var touched = new TreeSet<String>();
    switch (kind) {
      case ADD -> keys.stream().filter(held::add).forEach(touched::add);
      case REMOVE -> keys.stream().filter(held::remove).forEach(touched::add);
      case REPLACE -> {
        held.clear();
        held.addAll(keys);
        touched.addAll(keys);
      }
    }
    List<String> sample = touched.descendingSet().stream().limit(random.nextInt(1, 7)).toList();
    return new ListEdit(kind, list, touched.size(), sample);
  }

  @Test
  void whatThisEngineDoesNotKnowLeavesNothingCertainOnItsOtherSide() {
    var history =
        new ListHistory(List.of(new Step.Unreadable(at(5)), new Step.Emptied(at(0))), true);

    assertThat(history.at(at(3), LIST, KEY, Listing.LISTED)).isEqualTo(Listing.ABSENT);
    assertThat(history.at(at(7), LIST, KEY, Listing.LISTED)).isEqualTo(Listing.LISTED);
    assertThat(history.at(at(7), LIST, KEY, Listing.UNKNOWN)).isEqualTo(Listing.UNKNOWN);
  }

  @Test
  void whatWasDoneBeforeAllThatIsToldIsNotKnown() {
    var added = new ListEdit(ListEdit.Kind.ADD, LIST, 1, List.of("other"));
    var history = new ListHistory(List.of(new Step.Edited(at(5), added)), false);

    assertThat(history.at(at(3), LIST, KEY, Listing.LISTED)).isEqualTo(Listing.UNKNOWN);
    assertThat(history.at(at(7), LIST, KEY, Listing.LISTED)).isEqualTo(Listing.LISTED);
  }

  private static Instant at(int second) {
    return Instant.EPOCH.plusSeconds(second);
  }
}
