package featureflags.json;

import static featureflags.testkit.EntryBuilder.entry;
import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Author;
import featureflags.catalog.Change;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.Entry;
import featureflags.catalog.Scope;
import featureflags.catalog.TrailEntry;
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
  void anUpdateIsToldByWhatWasDone() {
    Entry after = entry(flag("f").enabled().rollout(25).build()).version(2).build();
    var change = new Change.Updated(FIRST, after);

    assertThat(ChangeShape.instructions(change))
        .isEqualTo("[{\"kind\":\"turnOn\"},{\"kind\":\"setRollout\",\"rolloutPercentage\":25}]");
    assertThat(line(change, "ready", ChangeShape.instructions(change)))
        .contains(
            "\"comment\":\"ready\",\"summary\":[\"turned the flag on\",\"set the rollout to 25 %\"],\"instructions\":[{");
  }

  @Test
  void anyOtherChangeHasNoInstructionsAndIsToldByItsKind() {
    for (Change change :
        List.of(
            new Change.Created(FIRST),
            new Change.Archived(FIRST, SECOND),
            new Change.Restored(SECOND, FIRST))) {
      assertThat(ChangeShape.instructions(change)).isEqualTo("[]");
      assertThat(line(change, "", "[]"))
          .contains(
              "\"comment\":null,\"summary\":[\"%s the flag\"],\"instructions\":[],"
                  .formatted(ChangeShape.kind(change)));
    }
  }

  @Test
  void whatANewerEngineDidIsToldByItsName() {
    var change = new Change.Updated(FIRST, SECOND);

    assertThat(
            line(
                change,
                "",
                "[{\"kind\":\"turnOn\"},{\"kind\":\"setSchedule\"},{\"kind\":\"turnOn\",\"at\":5},7]"))
        .contains(
            "\"summary\":[\"turned the flag on\",\"did 'setSchedule', which this engine does not know\",\"did 'turnOn', which this engine does not know\",\"did '', which this engine does not know\"]");
  }

  @Test
  void aLineOfTheTrailHoldsTheFlagsAsTheyWere() {
    var change = new Change.Updated(FIRST, SECOND);

    assertThat(line(change, "", "[]"))
        .isEqualTo(
            "{\"id\":9,\"time\":\"1970-01-01T00:00:00Z\",\"actor\":\"ann\",\"requestId\":\"req-1\",\"kind\":\"updated\",\"version\":2,\"comment\":null,\"summary\":[],\"instructions\":[],\"before\":"
                + ChangeShape.before(change)
                + ",\"after\":"
                + ChangeShape.after(change)
                + "}");
  }

  private static String line(Change change, String comment, String instructions) {
    return ValueWriter.text(
        ChangeShape.trail(
            new TrailEntry(
                9,
                new ChangeRecord(
                    Instant.EPOCH,
                    Scope.DEFAULT,
                    Changed.FLAG,
                    change.after().flag().key(),
                    new Author("ann", "req-1").saying(comment),
                    ChangeShape.kind(change),
                    2,
                    instructions,
                    ChangeShape.before(change),
                    ChangeShape.after(change)),
                TrailEntry.NOTHING,
                TrailEntry.NOTHING)));
  }
}
