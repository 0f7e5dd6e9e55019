package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.NOWHERE;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.STAGING;
import static featureflags.postgres.Flags.draft;
import static featureflags.postgres.Flags.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Author;
import featureflags.catalog.Changed;
import featureflags.catalog.Entry;
import featureflags.catalog.Scope;
import featureflags.catalog.State;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.Unavailable;
import featureflags.json.EntryShape;
import featureflags.json.ValueWriter;
import featureflags.postgres.FlagStore.Created;
import featureflags.postgres.FlagStore.Saved;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlagStoreIT {
  private static final Expected ANY = new Expected.Any();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

  private Home home;
  private FlagStore store;
  private ChangeTrail trail;
  private SnapshotSource snapshots;

  @BeforeAll
  void open() {
    home = Home.fresh();
    store = new FlagStore(home.postgres(), InstantSource.fixed(NOW.plusNanos(234)));
    trail = new ChangeTrail(home.postgres());
    snapshots = new SnapshotSource(home.postgres());
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void whatIsCreatedIsFoundAsItWasReturned() {
    Created created = store.create(SCOPE, draft("found"), AUTHOR);

    Entry entry = Entry.first(draft("found"), NOW);
    assertThat(created).isEqualTo(new Created.Done(entry));
    assertThat(store.find(SCOPE, "found")).contains(entry);
  }

  @Test
  void aFlagLivesInOneEnvironment() {
    store.create(SCOPE, draft("here"), AUTHOR);

    assertThat(store.find(STAGING, "here")).isEmpty();
    assertThat(store.create(STAGING, draft("here"), AUTHOR)).isInstanceOf(Created.Done.class);
  }

  @Test
  void aKeyIsTakenAlsoByAnArchivedFlag() {
    store.create(SCOPE, draft("taken"), AUTHOR);
    store.archive(SCOPE, "taken", ANY, AUTHOR);
    List<String> before = home.everything();

    Created created = store.create(SCOPE, draft("taken"), AUTHOR);

    assertThat(created).isEqualTo(new Created.Taken());
    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void anUnknownEnvironmentHasNoFlagsAndTakesNone() {
    assertThat(store.exists(SCOPE)).isTrue();
    assertThat(store.exists(NOWHERE)).isFalse();
    assertThat(store.create(NOWHERE, draft("lost"), AUTHOR)).isEqualTo(new Created.NoScope());
    assertThat(store.find(NOWHERE, "lost")).isEmpty();
    assertThat(store.update(NOWHERE, "lost", ANY, renamed("x"), AUTHOR))
        .isEqualTo(new Saved.Missing());
    assertThat(snapshots.newerThan(NOWHERE, 0)).isEmpty();
  }

  @Test
  void aFlagThatIsNotThereIsMissing() {
    assertThat(store.update(SCOPE, "none", ANY, renamed("x"), AUTHOR))
        .isEqualTo(new Saved.Missing());
    assertThat(store.archive(SCOPE, "none", ANY, AUTHOR)).isEqualTo(new Saved.Missing());
    assertThat(store.restore(SCOPE, "none", ANY, AUTHOR)).isEqualTo(new Saved.Missing());
  }

  @Test
  void eachEditMakesTheNextVersionAndTheNextRevision() {
    long start = revision(SCOPE);

    store.create(SCOPE, draft("steps"), AUTHOR);
    Entry updated = done(store.update(SCOPE, "steps", version(1), renamed("New"), AUTHOR));
    Entry archived = done(store.archive(SCOPE, "steps", version(2), AUTHOR));
    Entry restored = done(store.restore(SCOPE, "steps", version(3), AUTHOR));

    assertThat(List.of(updated.version(), archived.version(), restored.version()))
        .containsExactly(2, 3, 4);
    assertThat(updated.details().name()).isEqualTo("New");
    assertThat(archived.state()).isEqualTo(new State.Archived(NOW));
    assertThat(restored.state()).isEqualTo(new State.Active());
    assertThat(store.find(SCOPE, "steps")).contains(restored);
    assertThat(revision(SCOPE)).isEqualTo(start + 4);
  }

  @Test
  void aStaleVersionStoresNothingAndTellsTheCurrentOne() {
    store.create(SCOPE, draft("stale"), AUTHOR);
    Entry current = done(store.update(SCOPE, "stale", ANY, renamed("Second"), AUTHOR));
    List<String> before = home.everything();

    assertThat(store.update(SCOPE, "stale", version(1), renamed("x"), AUTHOR))
        .isEqualTo(new Saved.Stale(current));
    assertThat(store.archive(SCOPE, "stale", version(1), AUTHOR))
        .isEqualTo(new Saved.Stale(current));
    assertThat(store.restore(SCOPE, "stale", new Expected.OneOf(List.of()), AUTHOR))
        .isEqualTo(new Saved.Stale(current));
    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void whatIsAlreadySoIsNotDoneAgain() {
    store.create(SCOPE, draft("already"), AUTHOR);
    Entry active = store.find(SCOPE, "already").orElseThrow();
    assertThat(store.restore(SCOPE, "already", ANY, AUTHOR)).isEqualTo(new Saved.Already(active));

    Entry archived = done(store.archive(SCOPE, "already", ANY, AUTHOR));
    List<String> before = home.everything();

    assertThat(store.archive(SCOPE, "already", ANY, AUTHOR)).isEqualTo(new Saved.Already(archived));
    assertThat(store.update(SCOPE, "already", ANY, renamed("x"), AUTHOR))
        .isEqualTo(new Saved.Archived(archived));
    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void anEditThatChangesNothingMakesNoVersion() {
    store.create(SCOPE, draft("same"), AUTHOR);
    Entry current = store.find(SCOPE, "same").orElseThrow();
    List<String> before = home.everything();

    assertThat(store.update(SCOPE, "same", ANY, draft -> draft, AUTHOR))
        .isEqualTo(new Saved.Already(current));
    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void anEditThatThrowsUndoesEverything() {
    store.create(SCOPE, draft("throws"), AUTHOR);
    List<String> before = home.everything();
    var refusal = new IllegalArgumentException("no");

    assertThatThrownBy(() ->
            store.update(
                SCOPE,
                "throws",
                ANY,
                _ -> {
                  throw refusal;
                },
                AUTHOR))
        .isSameAs(refusal);
    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void aTransactionIsUndoneWhateverIsThrown() {
    List<String> before = home.everything();
    var failure = new StackOverflowError();

    assertThatThrownBy(() ->
            home.postgres()
                .transaction(session -> {
                  session.update("UPDATE environment SET revision = revision + 1");
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(home.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE INSERT ON trail", "AFTER UPDATE ON environment"})
  void aConnectionThatBreaksBetweenTheStatementsLeavesNothingHalfStored(String between) {
    String key = "cut-" + between.substring(0, 5);
    store.create(SCOPE, draft(key), AUTHOR);
    List<String> before = home.everything();
    home.execute(
        """
        CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
        CREATE TRIGGER cut %s FOR EACH ROW EXECUTE FUNCTION cut();
        """
            .formatted(between));

    try {
      assertThatThrownBy(() -> store.update(SCOPE, key, ANY, renamed("Half"), AUTHOR))
          .isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> store.create(SCOPE, draft(key + "-new"), AUTHOR))
          .isInstanceOf(Unavailable.class);
      assertThat(home.everything()).isEqualTo(before);
    } finally {
      home.execute("DROP FUNCTION cut CASCADE");
    }
    assertThat(done(store.update(SCOPE, key, ANY, renamed("Whole"), AUTHOR)).version())
        .isEqualTo(2);
  }

  @Test
  void eachEditHasOneLineOfTheTrailWithWhatWasStoredBeforeAndAfter() {
    var grace = new Author("Grace", "request-2");
    store.create(SCOPE, draft("lines"), AUTHOR);
    String first = body("lines");
    store.update(SCOPE, "lines", ANY, renamed("Second \"quoted\" 🙂"), grace);
    String second = body("lines");
    store.archive(SCOPE, "lines", ANY, AUTHOR);
    String third = body("lines");
    store.restore(SCOPE, "lines", ANY, grace);
    String fourth = body("lines");

    var lines = trail.page(SCOPE, Changed.FLAG, "lines", TimeRange.ALL, Long.MAX_VALUE, 10).items();

    assertThat(lines)
        .extracting(line -> line.change().kind())
        .containsExactly("restored", "archived", "updated", "created");
    assertThat(lines).extracting(line -> line.change().version()).containsExactly(4, 3, 2, 1);
    assertThat(lines)
        .extracting(line -> line.change().author())
        .containsExactly(grace, AUTHOR, grace, AUTHOR);
    assertThat(lines)
        .extracting(line -> line.change().before())
        .containsExactly(third, second, first, "null");
    assertThat(lines)
        .extracting(line -> line.change().after())
        .containsExactly(fourth, third, second, first);
    assertThat(lines).extracting(line -> line.change().time()).containsOnly(NOW);
    assertThat(lines)
        .extracting(TrailEntry::position)
        .isSortedAccordingTo(Collections.reverseOrder());
    assertThat(fourth)
        .isEqualTo(ValueWriter.text(EntryShape.write(store.find(SCOPE, "lines").orElseThrow())));
  }

  @Test
  void ofTwoHundredCreatesOfOneKeyExactlyOneIsDone() {
    long start = revision(STAGING);

    var outcomes = AtOnce.run(200, _ -> store.create(STAGING, draft("one"), AUTHOR));

    assertThat(outcomes).filteredOn(Created.Done.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Created.Taken.class::isInstance).hasSize(199);
    assertThat(revision(STAGING)).isEqualTo(start + 1);
    assertThat(trail.page(STAGING, Changed.FLAG, "one", TimeRange.ALL, Long.MAX_VALUE, 10).items())
        .hasSize(1);
  }

  @Test
  void ofManyUpdatesOfOneVersionExactlyOneIsDone() {
    store.create(SCOPE, draft("race"), AUTHOR);

    var outcomes =
        AtOnce.run(50, i -> store.update(SCOPE, "race", version(1), renamed("by " + i), AUTHOR));

    Entry now = store.find(SCOPE, "race").orElseThrow();
    assertThat(outcomes)
        .filteredOn(Saved.Done.class::isInstance)
        .containsExactly(new Saved.Done(now));
    assertThat(outcomes)
        .filteredOn(Saved.Stale.class::isInstance)
        .hasSize(49)
        .containsOnly(new Saved.Stale(now));
    assertThat(now.version()).isEqualTo(2);
  }

  @Test
  void updatesOfAnyVersionAllCount() {
    store.create(SCOPE, draft("all"), AUTHOR);

    AtOnce.run(50, i -> store.update(SCOPE, "all", ANY, renamed("by " + i), AUTHOR));

    var lines = trail.page(SCOPE, Changed.FLAG, "all", TimeRange.ALL, Long.MAX_VALUE, 100).items();
    assertThat(lines)
        .extracting(line -> line.change().version())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 51).map(i -> 52 - i).boxed().toList());
    for (int i = 0; i + 1 < lines.size(); i++) {
      assertThat(lines.get(i).change().before()).isEqualTo(lines.get(i + 1).change().after());
    }
  }

  private long revision(Scope scope) {
    return snapshots.revisions().getOrDefault(scope, -1L);
  }

  private String body(String key) {
    return home.column(
            "SELECT body FROM flag WHERE environment = 'production' AND key = '%s'".formatted(key))
        .getFirst();
  }

  private static Expected version(int version) {
    return new Expected.OneOf(List.of(version));
  }

  private static Entry done(Saved saved) {
    assertThat(saved).isInstanceOf(Saved.Done.class);
    return ((Saved.Done) saved).entry();
  }
}
