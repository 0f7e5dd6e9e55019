package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaTest {
  @ParameterizedTest
  @CsvSource({"4, false", "5, true", "6, true", "7, true", "8, false", "9, false"})
  void leadsOnFromEveryRevisionThatItKnowsTheWayFrom(long revision, boolean follows) {
    var delta = delta(5, 8);

    assertThat(delta.follows(revision)).isEqualTo(follows);
  }

  @Test
  void aWholeSnapshotLeadsOnFromEveryEarlierRevision() {
    var snapshot = delta(0, 3);

    assertThat(List.of(0L, 1L, 2L)).allMatch(snapshot::follows);
    assertThat(snapshot.follows(3)).isFalse();
  }

  @Test
  void aDeltaThatEndsWhereItStartsLeadsNowhere() {
    assertThat(delta(5, 5).follows(5)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-1, 3", "4, 3", "-2, -1"})
  void neverGoesBack(long from, long to) {
    assertThatThrownBy(() -> delta(from, to))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%d to %d".formatted(from, to));
  }

  @Test
  void laterChangesOfTheListsDoNotReachIt() {
    var changed = new ArrayList<Document>();
    var removed = new ArrayList<DocumentName>();
    var delta = new Delta(Scope.DEFAULT, 0, 1, changed, removed);

    changed.add(new Document("a", 1, "{}"));
    removed.add(new DocumentName.OfFlag("b"));

    assertThat(delta.changed()).isEmpty();
    assertThat(delta.removed()).isEmpty();
  }

  @Test
  void anAnnouncementNamesTheScopeAndTheRevisionThatWasReached() {
    Announcement carried = new Announcement.Carried(delta(5, 8));
    Announcement named = new Announcement.Named(Scope.DEFAULT, 8);

    assertThat(List.of(carried, named))
        .allSatisfy(announcement -> {
          assertThat(announcement.scope()).isEqualTo(Scope.DEFAULT);
          assertThat(announcement.revision()).isEqualTo(8);
        });
  }

  private static Delta delta(long from, long to) {
    return new Delta(Scope.DEFAULT, from, to, List.of(), List.of());
  }
}
