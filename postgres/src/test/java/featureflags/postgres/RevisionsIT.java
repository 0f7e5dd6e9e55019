package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.STAGING;
import static featureflags.postgres.Flags.draft;
import static featureflags.postgres.Flags.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RevisionsIT {
  private static final Expected ANY = new Expected.Any();
  private static final int WRITERS = 4;
  private static final int EDITS = 60;
  private static final int KEYS = 8;

  private Home home;
  private FlagStore store;
  private SnapshotSource snapshots;

  @BeforeAll
  void open() {
    home = Home.fresh();
    store = new FlagStore(home.postgres(), InstantSource.system());
    snapshots = new SnapshotSource(home.postgres());
    home.execute(
        """
        CREATE TABLE history AS
          SELECT environment, revision, key, version, archived, body FROM flag;
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO history VALUES
              (NEW.environment, NEW.revision, NEW.key, NEW.version, NEW.archived, NEW.body);
            RETURN NEW;
          END $$;
        CREATE TRIGGER note AFTER UPDATE OF revision ON flag
          FOR EACH ROW EXECUTE FUNCTION note();
        """);
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void fromAnyRevisionTheDeltaLeadsToTheWholeSnapshotHoweverManyWriteAtOnce() {
    var seen =
        AtOnce.run(
            WRITERS + 2,
            number -> {
              var read = new ArrayList<Delta>();
              if (number < WRITERS) {
                edit(new Random(number));
              } else {
                follow(read);
              }
              return read;
            });

    List<Map<String, Document>> states = states("production");
    int last = states.size() - 1;
    assertThat(revisions("production"))
        .isEqualTo(LongStream.rangeClosed(1, last).mapToObj(Long::toString).toList());
    assertThat(snapshots.revisions()).containsEntry(SCOPE, (long) last);
    assertThat(last).isGreaterThan(EDITS);
    for (int from = 0; from <= last; from++) {
      var delta = snapshots.newerThan(SCOPE, from).orElseThrow();
      assertThat(delta.from()).isEqualTo(from);
      assertThat(delta.to()).isEqualTo(last);
      assertThat(applied(delta, states.get(from))).isEqualTo(states.getLast());
    }
    seen.stream()
        .flatMap(List::stream)
        .forEach(delta ->
            assertThat(applied(delta, states.get((int) delta.from())))
                .isEqualTo(states.get((int) delta.to())));
  }

  @Test
  void anEnvironmentCountsItsOwnChangesAlone() {
    var other = new Scope("default", "development");
    long before = snapshots.revisions().getOrDefault(SCOPE, -1L);

    store.create(STAGING, draft("a"), AUTHOR);
    store.create(STAGING, draft("b"), AUTHOR);
    store.create(other, draft("a"), AUTHOR);

    assertThat(snapshots.revisions())
        .containsEntry(STAGING, 2L)
        .containsEntry(other, 1L)
        .containsEntry(SCOPE, before);
    assertThat(snapshots.newerThan(STAGING, 1).orElseThrow().changed())
        .extracting(Document::key)
        .containsExactly("b");
    assertThat(snapshots.newerThan(other, 0).orElseThrow().changed()).hasSize(1);
  }

  @Test
  void fromARevisionThatIsNotReachedYetThereIsNothing() {
    long reached = snapshots.revisions().getOrDefault(SCOPE, -1L);

    assertThat(snapshots.newerThan(SCOPE, reached + 7))
        .contains(new Delta(SCOPE, reached, reached, List.of(), List.of()));
  }

  @Test
  void theWholeSnapshotHoldsNoArchivedFlag() {
    var scope = new Scope("default", "development");
    store.create(scope, draft("old"), AUTHOR);
    store.archive(scope, "old", ANY, AUTHOR);

    var whole = snapshots.newerThan(scope, 0).orElseThrow();

    assertThat(whole.changed()).extracting(Document::key).doesNotContain("old");
    assertThat(whole.removed()).isEmpty();
    assertThat(snapshots.newerThan(scope, whole.to() - 1).orElseThrow().removed())
        .containsExactly(new DocumentName.OfFlag("old"));
  }

  private void edit(Random random) {
    for (int i = 0; i < EDITS; i++) {
      String key = "flag-" + random.nextInt(KEYS);
      switch (random.nextInt(5)) {
        case 0 -> store.create(SCOPE, draft(key), AUTHOR);
        case 1 -> store.archive(SCOPE, key, ANY, AUTHOR);
        case 2 -> store.restore(SCOPE, key, ANY, AUTHOR);
        case 3, 4 -> store.update(SCOPE, key, ANY, renamed("Name " + i), AUTHOR);
        default -> throw new AssertionError();
      }
    }
  }

  /// Reads on from what was read last, as an evaluator does, for as long as the writers may write.
  private void follow(List<Delta> read) {
    long held = 0;
    for (int i = 0; i < EDITS; i++) {
      var delta = snapshots.newerThan(SCOPE, held).orElseThrow();
      read.add(delta);
      held = delta.to();
    }
  }

  /// What was in use at each revision, from 0 on.
  private List<Map<String, Document>> states(String environment) {
    var states = new ArrayList<Map<String, Document>>();
    states.add(Map.of());
    home.postgres()
        .read(session ->
            session.query(
                "SELECT * FROM history WHERE environment = ? ORDER BY revision",
                row -> {
                  var state = new HashMap<>(states.getLast());
                  String key = row.text("key");
                  if (row.bool("archived")) {
                    state.remove(key);
                  } else {
                    state.put(key, new Document(key, row.integer("version"), row.text("body")));
                  }
                  return states.add(state);
                },
                environment));
    return states;
  }

  private List<String> revisions(String environment) {
    return home.column(
        "SELECT revision FROM history WHERE environment = '%s' ORDER BY revision"
            .formatted(environment));
  }

  private static Map<String, Document> applied(Delta delta, Map<String, Document> state) {
    var next = new HashMap<>(state);
    delta.changed().forEach(document -> next.put(document.key(), document));
    delta.removed().forEach(name -> next.remove(name.key()));
    return next;
  }
}
