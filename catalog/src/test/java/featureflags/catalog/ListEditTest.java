package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListEditTest {
  private static final String KEY = "key";

  @ParameterizedTest
  @CsvSource({
    "ADD,     2, 'key b', LISTED,  ABSENT",
    "ADD,     2, 'a b',   LISTED,  LISTED",
    "ADD,     2, 'a b',   ABSENT,  ABSENT",
    "ADD,     2, 'a b',   UNKNOWN, UNKNOWN",
    "ADD,     9, 'a b',   LISTED,  UNKNOWN",
    "ADD,     9, 'a b',   ABSENT,  ABSENT",
    "REMOVE,  2, 'key b', ABSENT,  LISTED",
    "REMOVE,  2, 'a b',   ABSENT,  ABSENT",
    "REMOVE,  9, 'a b',   ABSENT,  UNKNOWN",
    "REMOVE,  9, 'a b',   LISTED,  LISTED",
    "REMOVE,  9, 'key b', UNKNOWN, LISTED",
    "REPLACE, 2, 'key b', LISTED,  UNKNOWN",
    "REPLACE, 2, 'a b',   ABSENT,  UNKNOWN"
  })
  void whatWasBefore(ListEdit.Kind kind, int count, String sample, Listing after, Listing before) {
    assertThat(edit(kind, count, sample).before(KEY, after)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "ADD,     2, 'key b', UNKNOWN, LISTED",
    "ADD,     2, 'a b',   ABSENT,  ABSENT",
    "ADD,     9, 'a b',   ABSENT,  UNKNOWN",
    "ADD,     9, 'a b',   LISTED,  LISTED",
    "REMOVE,  2, 'key b', UNKNOWN, ABSENT",
    "REMOVE,  2, 'a b',   LISTED,  LISTED",
    "REMOVE,  9, 'a b',   LISTED,  UNKNOWN",
    "REMOVE,  9, 'a b',   ABSENT,  ABSENT",
    "REPLACE, 2, 'key b', UNKNOWN, LISTED",
    "REPLACE, 2, 'a b',   LISTED,  ABSENT",
    "REPLACE, 9, 'a b',   ABSENT,  UNKNOWN"
  })
  void whatIsAfter(ListEdit.Kind kind, int count, String sample, Listing before, Listing after) {
    assertThat(edit(kind, count, sample).after(KEY, before)).isEqualTo(after);
  }

  private static ListEdit edit(ListEdit.Kind kind, int count, String sample) {
    return new ListEdit(kind, SegmentList.INCLUDED, count, List.of(sample.split(" ", -1)));
  }
}
