package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.engine.Flag;
import featureflags.engine.Percentage;
import featureflags.engine.Rollout;
import featureflags.engine.Serve;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The life of a stored flag.
class EntryTest {
  private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-01-06T00:00:00Z");

  @Test
  void startsInUseWithVersionOne() {
    Entry entry = Entry.first(draft("A"), MONDAY);

    assertThat(entry.version()).isEqualTo(1);
    assertThat(entry.createdAt()).isEqualTo(MONDAY);
    assertThat(entry.updatedAt()).isEqualTo(MONDAY);
    assertThat(entry.state()).isEqualTo(new State.Active());
    assertThat(entry.draft()).isEqualTo(draft("A"));
  }

  @Test
  void eachEditMakesTheNextVersionAndKeepsWhenItWasCreated() {
    Entry first = Entry.first(draft("A"), MONDAY);

    Entry second = first.revised(draft("B"), TUESDAY);

    assertThat(second.version()).isEqualTo(2);
    assertThat(second.createdAt()).isEqualTo(MONDAY);
    assertThat(second.updatedAt()).isEqualTo(TUESDAY);
    assertThat(second.draft()).isEqualTo(draft("B"));
  }

  @Test
  void archivingAndRestoringAreVersionsToo() {
    Entry first = Entry.first(draft("A"), MONDAY);

    Entry archived = first.archived(TUESDAY);
    Entry restored = archived.restored(TUESDAY);

    assertThat(archived.version()).isEqualTo(2);
    assertThat(archived.state()).isEqualTo(new State.Archived(TUESDAY));
    assertThat(archived.draft()).isEqualTo(first.draft());
    assertThat(restored.version()).isEqualTo(3);
    assertThat(restored.state()).isEqualTo(new State.Active());
  }

  @Test
  void anEditOfAnArchivedFlagLeavesItArchived() {
    Entry archived = Entry.first(draft("A"), MONDAY).archived(MONDAY);

    assertThat(archived.revised(draft("B"), TUESDAY).state()).isEqualTo(new State.Archived(MONDAY));
  }

  @Test
  void versionsCountFromOne() {
    Entry entry = Entry.first(draft("A"), MONDAY);

    assertThatThrownBy(
            () -> new Entry(entry.flag(), entry.details(), 0, MONDAY, MONDAY, new State.Active()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private static Draft draft(String name) {
    var flag =
        new Flag(
            "flag",
            ValueType.BOOLEAN,
            true,
            List.of(new Variant("off", new Value.Bool(false))),
            "off",
            "off",
            List.of(),
            List.of(),
            new Rollout(Percentage.NOBODY, "userId", "flag", new Serve.One("off")));
    return new Draft(flag, new Details(name, "", List.of(), "", SampleRate.ALL));
  }
}
