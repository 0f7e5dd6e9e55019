package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListEditTest {
  private static final String KEY = "key-0";

  @ParameterizedTest
  @CsvSource({
    "ADD,     2, 'key-0 b', LISTED,  ABSENT",
    "ADD,     2, 'a b',     LISTED,  LISTED",
    "ADD,     2, 'a b',     ABSENT,  ABSENT",
    "ADD,     2, 'a b',     UNKNOWN, UNKNOWN",
    "ADD,     9, 'a b',     LISTED,  UNKNOWN",
    "ADD,     9, 'a b',     ABSENT,  ABSENT",
    "REMOVE,  2, 'key-0 b', ABSENT,  LISTED",
    "REMOVE,  2, 'a b',     ABSENT,  ABSENT",
    "REMOVE,  9, 'a b',     ABSENT,  UNKNOWN",
    "REMOVE,  9, 'a b',     LISTED,  LISTED",
    "REMOVE,  9, 'key-0 b', UNKNOWN, LISTED",
    "REPLACE, 2, 'key-0 b', LISTED,  UNKNOWN",
    "REPLACE, 2, 'a b',     ABSENT,  UNKNOWN"
  })
  void whatWasBeforeAnEdit(
      ListEdit.Kind kind, int count, String sample, Listing after, Listing before) {
    var edit = new ListEdit(kind, SegmentList.INCLUDED, count, List.of(sample.split(" ", -1)));

    assertThat(edit.before(KEY, after)).isEqualTo(before);
  }

  /// Against lists that were really edited, and whose edits tell a sample.
  @Test
  void whatIsSaidWithCertaintyIsTrue() {
    var random = new Random(11);
    int certain = 0;
    for (int round = 0; round < 5_000; round++) {
      var list = new TreeSet<>(keys(random));
      boolean before = list.contains(KEY);
      ListEdit edit = edited(list, random);

      Listing told = edit.before(KEY, list.contains(KEY) ? Listing.LISTED : Listing.ABSENT);

      if (told != Listing.UNKNOWN) {
        assertThat(told == Listing.LISTED).as("%s", edit).isEqualTo(before);
        certain++;
      }
    }
    assertThat(certain).isBetween(2_000, 4_500);
  }

  private static ListEdit edited(Set<String> list, Random random) {
    var kind = List.of(ListEdit.Kind.values()).get(random.nextInt(3));
    var touched = new TreeSet<String>();
    List<String> keys = keys(random);
    switch (kind) {
      case ADD -> keys.stream().filter(list::add).forEach(touched::add);
      case REMOVE -> keys.stream().filter(list::remove).forEach(touched::add);
      case REPLACE -> {
        list.clear();
        list.addAll(keys);
        touched.addAll(keys);
      }
    }
    List<String> sample = touched.stream().limit(random.nextInt(1, 6)).toList();
    return new ListEdit(kind, SegmentList.INCLUDED, touched.size(), sample);
  }

  private static List<String> keys(Random random) {
    return IntStream.range(0, 8)
        .filter(_ -> random.nextBoolean())
        .mapToObj(i -> "key-" + i)
        .toList();
  }
}
