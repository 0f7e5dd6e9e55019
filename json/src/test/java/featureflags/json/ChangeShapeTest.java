package featureflags.json;

import static featureflags.testkit.EntryBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Author;
import featureflags.catalog.Change;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Entry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeShapeTest {
  private static final Entry FIRST = entry("f").build();
  private static final Entry SECOND = entry("f").version(2).archived().build();

  @Test
  void eachKindOfChangeHasItsWord() {
    assertThat(
            List.of(
                new Change.Created(FIRST),
                new Change.Updated(FIRST, SECOND),
                new Change.Archived(FIRST, SECOND),
                new Change.Restored(SECOND, FIRST)))
        .extracting(ChangeShape::kind)
        .containsExactly("created", "updated", "archived", "restored");
  }

  @Test
  void theFirstVersionHasNothingBeforeIt() {
    assertThat(ChangeShape.before(new Change.Created(FIRST))).isEqualTo("null");
    assertThat(ChangeShape.before(new Change.Archived(FIRST, SECOND)))
        .isEqualTo(ValueWriter.text(EntryShape.write(FIRST)));
    assertThat(ChangeShape.after(new Change.Archived(FIRST, SECOND)))
        .isEqualTo(ValueWriter.text(EntryShape.write(SECOND)));
  }

  @Test
  void aLineOfTheTrailHoldsTheFlagsAsTheyWere() {
    var change = new Change.Updated(FIRST, SECOND);
    var line =
        new ChangeRecord(
            9,
            Instant.EPOCH,
            new Author("ann", "req-1"),
            ChangeShape.kind(change),
            2,
            ChangeShape.before(change),
            ChangeShape.after(change));

    assertThat(ValueWriter.text(ChangeShape.trail(line)))
        .isEqualTo(
            "{\"id\":9,\"time\":\"1970-01-01T00:00:00Z\",\"actor\":\"ann\",\"requestId\":\"req-1\",\"kind\":\"updated\",\"version\":2,\"before\":"
                + ChangeShape.before(change)
                + ",\"after\":"
                + ChangeShape.after(change)
                + "}");
  }
}
