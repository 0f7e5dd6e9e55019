package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.engine.Condition;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentEntryTest {
  private static final Instant MONDAY = Instant.parse("2026-01-05T08:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-01-06T08:00:00Z");
  private static final SegmentDraft DRAFT = new SegmentDraft("beta", "Beta", "", Condition.NOBODY);

  @Test
  void eachEditMakesTheNextVersion() {
    var first = SegmentEntry.created(DRAFT, 1, MONDAY);
    var renamed = first.revised(new SegmentDraft("beta", "New", "", Condition.NOBODY), TUESDAY);
    var listed = renamed.with(SegmentList.EXCLUDED, new KeyCount(3, 1), TUESDAY);

    assertThat(first.keys(SegmentList.INCLUDED)).isEqualTo(KeyCount.NONE);
    assertThat(renamed.version()).isEqualTo(2);
    assertThat(listed)
        .isEqualTo(
            new SegmentEntry(
                renamed.draft(), KeyCount.NONE, new KeyCount(3, 1), 3, MONDAY, TUESDAY));
    assertThat(listed.keys(SegmentList.EXCLUDED).count()).isEqualTo(3);
  }

  @Test
  void aSegmentThatTheEngineDoesNotTakeIsNone() {
    assertThatThrownBy(() -> SegmentEntry.created(DRAFT, 0, MONDAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SegmentDraft("-", "", "", Condition.NOBODY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SegmentDraft("a", "", "", new Condition.InSegment("b")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DocumentName.OfPart("a/b", SegmentList.INCLUDED, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DocumentName.OfPart("a", SegmentList.INCLUDED, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Up to twice, and down to a quarter, of what the parts are meant for.
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "1, 2000, 1",
    "1, 2001, 2",
    "2, 4000, 2",
    "2, 4001, 4",
    "2, 500, 2",
    "2, 499, 1",
    "1024, 1000000, 1024",
    "1024, 256000, 1024",
    "1024, 255999, 256",
    "1, 1000000, 1024"
  })
  void aListIsDividedAnewWhenItsPartsFitNoMore(int parts, int keys, int then) {
    assertThat(new KeyCount(0, parts).of(keys)).isEqualTo(new KeyCount(keys, then));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 0", "0, 3", "0, 2048", "0, -2147483648"})
  void noListHasSoManyKeysInSoManyParts(int count, int parts) {
    assertThat(KeyCount.isPossible(count, parts)).isFalse();
    assertThatThrownBy(() -> new KeyCount(count, parts))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " ", "😀", "a\r", "é\t"})
  void almostAnythingCanBeAKey(String key) {
    assertThat(ListedKey.flaw(key)).isEmpty();
    assertThat(ListedKey.flaw("x".repeat(1_024))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\0", "\uD83D"})
  void whatCannotBeStoredAsALineCannot(String key) {
    assertThat(ListedKey.flaw(key)).isPresent();
    assertThat(ListedKey.flaw("x".repeat(1_025))).isPresent();
  }
}
