package featureflags.evalservice;

import static featureflags.catalog.SegmentList.EXCLUDED;
import static featureflags.catalog.SegmentList.INCLUDED;
import static featureflags.evalservice.Segments.definition;
import static featureflags.evalservice.Segments.part;
import static featureflags.testkit.ContextBuilder.subject;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.engine.Condition;
import featureflags.engine.SubjectSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SegmentsInSnapshotTest {
  private static final Document FLAG =
      Stores.document(
          flag("f").enabled().rule(when(new Condition.InSegment("beta")).serve("on")).build(), 1);

  @Test
  void whoIsListedIsIn() {
    var snapshot =
        Snapshot.of(
            delta(
                0,
                1,
                FLAG,
                definition("beta", 1, 1),
                part("beta", INCLUDED, 0, 1, "ada", "bob"),
                part("beta", EXCLUDED, 0, 1, "bob")));

    assertThat(List.of(serves(snapshot, "ada"), serves(snapshot, "bob"), serves(snapshot, "eve")))
        .containsExactly("on", "off", "off");
    assertThat(snapshot.versions())
        .containsEntry(new DocumentName.OfFlag("f"), 1)
        .containsEntry(new DocumentName.OfSegment("beta"), 1)
        .containsEntry(new DocumentName.OfPart("beta", EXCLUDED, 0), 1)
        .hasSize(4);
  }

  @Test
  void aPartThatChangesIsReadAloneAndTheOthersAreKept() {
    var before =
        Snapshot.of(
            delta(
                0,
                1,
                FLAG,
                definition("beta", 1, 2),
                part("beta", INCLUDED, of("ada"), 1, "ada"),
                part("beta", INCLUDED, 1 - of("ada"), 1)));

    var after =
        before.with(
            delta(
                1, 2, definition("beta", 2, 2), part("beta", INCLUDED, of("ada"), 2, "ada", "x")));

    assertThat(held(after).get(1 - of("ada"))).isSameAs(held(before).get(1 - of("ada")));
    assertThat(held(after).get(of("ada"))).isNotSameAs(held(before).get(of("ada")));
    assertThat(after.flag("f").orElseThrow()).isSameAs(before.flag("f").orElseThrow());
    assertThat(serves(after, "ada")).isEqualTo("on");
  }

  @Test
  void aReloadReadsNothingThatIsHeldAndForgetsWhatIsGone() {
    var documents =
        List.of(
            FLAG,
            definition("beta", 1, 2),
            part("beta", INCLUDED, 0, 1, "x"),
            part("beta", INCLUDED, 1, 1, "y"),
            definition("old", 1, 1),
            part("old", INCLUDED, 0, 1, "z"));
    var before = Snapshot.of(new Delta(Scope.DEFAULT, 0, 1, documents, List.of()));

    var after =
        before.with(delta(0, 5, FLAG, definition("beta", 2, 2), part("beta", INCLUDED, 0, 1, "x")));

    assertThat(held(after)).hasSize(1).containsEntry(0, held(before).get(0));
    assertThat(after.segment("old")).isEmpty();
    assertThat(after.versions()).hasSize(3);
  }

  @Test
  void aDeletedSegmentHasNobody() {
    var before =
        Snapshot.of(
            delta(0, 1, FLAG, definition("beta", 1, 1), part("beta", INCLUDED, 0, 1, "ada")));

    var after =
        before.with(
            new Delta(
                Scope.DEFAULT,
                1,
                2,
                List.of(),
                List.of(
                    new DocumentName.OfSegment("beta"),
                    new DocumentName.OfPart("beta", INCLUDED, 0))));

    assertThat(serves(before, "ada")).isEqualTo("on");
    assertThat(serves(after, "ada")).isEqualTo("off");
    assertThat(after.segments()).isEmpty();
  }

  @Test
  void aListThatIsDividedAnewKeepsItsKeys() {
    var before =
        Snapshot.of(
            delta(0, 1, FLAG, definition("beta", 1, 1), part("beta", INCLUDED, 0, 1, "a", "b")));

    var after =
        before.with(
            delta(
                1,
                2,
                definition("beta", 2, 2),
                part("beta", INCLUDED, 0, 2, of("a") == 0 ? "a" : "b"),
                part("beta", INCLUDED, 1, 2, of("a") == 0 ? "b" : "a")));

    assertThat(of("a")).isNotEqualTo(of("b"));
    assertThat(serves(after, "a")).isEqualTo("on");
    assertThat(serves(after, "b")).isEqualTo("on");
  }

  @Test
  void aPartThatIsMissingIsEmpty() {
    var snapshot =
        Snapshot.of(
            delta(0, 1, FLAG, definition("beta", 1, 2), part("beta", INCLUDED, of("a"), 1, "a")));

    assertThat(serves(snapshot, "a")).isEqualTo("on");
    assertThat(serves(snapshot, "b")).isEqualTo("off");
  }

  @Test
  void aPartWithoutItsLastLineFeedTakesNothingDown() {
    var cut = new Document(new DocumentName.OfPart("beta", INCLUDED, 0), 1, "ada\nbob");

    var snapshot = Snapshot.of(delta(0, 1, FLAG, definition("beta", 1, 1), cut));

    assertThat(serves(snapshot, "bob")).isEqualTo("on");
  }

  @Test
  void aSegmentThatCannotBeReadHasNobodyAndItsPartsWaitForOneThatCan() {
    var unreadable =
        new Document(new DocumentName.OfSegment("beta"), 1, "{\"key\":\"beta\",\"from\":2030}");
    var before = Snapshot.of(delta(0, 1, FLAG, unreadable, part("beta", INCLUDED, 0, 1, "ada")));

    var after = before.with(delta(1, 2, definition("beta", 2, 1)));

    assertThat(serves(before, "ada")).isEqualTo("off");
    assertThat(before.quarantined()).isEqualTo(1);
    assertThat(before.segment("beta").orElseThrow().flaw()).contains("/from");
    assertThat(serves(after, "ada")).isEqualTo("on");
    assertThat(after.quarantined()).isZero();
  }

  @Test
  void aFlagOrSegmentThatSaysItIsAnotherTakesNothingFromTheOther() {
    var impostor =
        new Document(new DocumentName.OfSegment("evil"), 1, definition("beta", 1, 1).text());
    var snapshot =
        Snapshot.of(
            delta(
                0,
                1,
                FLAG,
                definition("beta", 1, 1),
                part("beta", INCLUDED, 0, 1, "ada"),
                impostor,
                new Document("g", 1, Stores.document(flag("f").build(), 1).text())));

    assertThat(serves(snapshot, "ada")).isEqualTo("on");
    assertThat(snapshot.quarantined()).isEqualTo(2);
  }

  @Test
  void flagsThatDependOnEachOtherInACircleAreQuarantinedUntilTheyDoNot() {
    var a = Stores.document(flag("a").enabled().requires("b", "on").rollout(100).build(), 1);
    var b = Stores.document(flag("b").enabled().requires("a", "on").rollout(100).build(), 1);
    var mended = Stores.document(flag("b").enabled().rollout(100).build(), 2);

    var before = Snapshot.of(delta(0, 1, a, b));
    var after = before.with(delta(1, 2, mended));

    assertThat(before.quarantined()).isEqualTo(2);
    assertThat(decision(before, "a", "u")).isEqualTo("off ERROR");
    assertThat(after.quarantined()).isZero();
    assertThat(decision(after, "a", "u")).isEqualTo("on ROLLOUT");
  }

  /// Beyond compiling that flag. The median of many, on a machine that does other work too.
  @Test
  void aChangeOfOneFlagAmongTenThousandCostsLittle() {
    var flags =
        IntStream.range(0, 10_000)
            .mapToObj(i -> Stores.document(flag("flag-" + i).enabled().rollout(50).build(), 1))
            .toArray(Document[]::new);
    var snapshot = Snapshot.of(delta(0, 1, flags));
    var times = new ArrayList<Long>();

    for (int i = 0; i < 400; i++) {
      var changed = new Document("flag-" + i, 2 + i, flags[i].text());
      long began = System.nanoTime();
      snapshot = snapshot.with(delta(1 + i, 2 + i, changed));
      times.add(System.nanoTime() - began);
    }

    times.sort(Comparator.naturalOrder());
    System.out.printf("MEASURED one flag among 10,000: %d µs%n", times.get(200) / 1_000);
    assertThat(times.get(200)).isLessThan(1_000_000);
  }

  private static String serves(Snapshot snapshot, String user) {
    return decision(snapshot, "f", user).substring(0, 3).strip();
  }

  private static String decision(Snapshot snapshot, String flag, String user) {
    var decision =
        snapshot
            .ruleset()
            .flag(flag)
            .orElseThrow()
            .evaluate(subject(user).build(), snapshot.ruleset());
    return decision.variant().key() + " " + decision.reason().code();
  }

  private static Map<Integer, HeldList.Part> held(Snapshot snapshot) {
    return snapshot.segment("beta").orElseThrow().included().parts();
  }

  /// The part of two that a key belongs to.
  private static int of(String key) {
    return SubjectSet.partOf(key, 2);
  }

  private static Delta delta(long from, long to, Document... changed) {
    return new Delta(Scope.DEFAULT, from, to, List.of(changed), List.of());
  }
}
