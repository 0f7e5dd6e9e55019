package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
  private static final Document A1 = Stores.document(flag("a").build(), 1);
  private static final Document A2 = Stores.document(flag("a").enabled().build(), 2);
  private static final Document B1 = Stores.document(flag("b").build(), 1);

  @Test
  void aFlagThatDidNotChangeKeepsItsCompiledForm() {
    var before = Snapshot.of(delta(0, 1, A1, B1));

    var after = before.with(delta(1, 2, A2));

    assertThat(after.flag("b").orElseThrow()).isSameAs(before.flag("b").orElseThrow());
    assertThat(after.flag("a").orElseThrow().document()).isEqualTo(A2);
  }

  @Test
  void aReloadCompilesOnlyWhatChanged() {
    var before = Snapshot.of(delta(0, 1, A1, B1));

    var after = before.with(delta(0, 2, A2, B1));

    assertThat(after.flag("b").orElseThrow()).isSameAs(before.flag("b").orElseThrow());
    assertThat(after.flag("a").orElseThrow()).isNotSameAs(before.flag("a").orElseThrow());
  }

  @Test
  void aReloadForgetsWhatIsNoLongerThere() {
    var before = Snapshot.of(delta(0, 1, A1, B1));

    var after = before.with(delta(0, 2, B1));

    assertThat(after.flag("a")).isEmpty();
    assertThat(after.flags()).hasSize(1);
  }

  @Test
  void aSnapshotIsLeftAsItIsByTheOneThatFollows() {
    var before = Snapshot.of(delta(0, 1, A1, B1));

    before.with(new Delta(Scope.DEFAULT, 1, 2, List.of(A2), List.of(new DocumentName.OfFlag("b"))));

    assertThat(before.flag("a").orElseThrow().document()).isEqualTo(A1);
    assertThat(before.flag("b")).isPresent();
  }

  private static Delta delta(long from, long to, Document... changed) {
    return new Delta(Scope.DEFAULT, from, to, List.of(changed), List.of());
  }
}
