package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.STAGING;
import static featureflags.postgres.Flags.draft;
import static featureflags.postgres.Flags.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Author;
import featureflags.catalog.Changed;
import featureflags.catalog.Page;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.TrailVerdict;
import featureflags.catalog.UnreadableEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The change trail as a chain that nobody can bend unseen, not even with SQL.
@Timeout(60)
final class TrailChainIT {
  private static final String PROJECT = SCOPE.project();

  private Home home;
  private FlagStore store;
  private ChangeTrail trail;

  @BeforeEach
  void open() {
    home = Home.fresh();
    store = new FlagStore(home.postgres(), InstantSource.system());
    trail = new ChangeTrail(home.postgres());
  }

  @AfterEach
  void close() {
    home.close();
  }

  private void record(int changes) {
    store.create(SCOPE, draft("chained"), AUTHOR);
    for (int i = 1; i < changes; i++) {
      store.update(
          SCOPE, "chained", new Expected.Any(), renamed("Name \\u0000 \"🙂\" " + i), AUTHOR);
    }
  }

  private TrailVerdict verdict() {
    return trail.verify(PROJECT).orElseThrow();
  }

  /// As somebody would who may do everything in the database.
  private void tamper(String sql) {
    home.execute("ALTER TABLE trail DISABLE TRIGGER USER;" + sql);
  }

  @Test
  void whatThisEngineRecordsIsIntact() {
    record(250); // more than is read at once
    new SegmentStore(home.postgres(), InstantSource.system())
        .create(
            STAGING, Segments.segment("chained"), List.of(), new Author("Zoë\t", "r", "x\u0001"));

    assertThat(verdict())
        .isInstanceOfSatisfying(
            TrailVerdict.Intact.class, intact -> assertThat(intact.entries()).isEqualTo(251));
    assertThat(trail.verify("no-such-project")).isEmpty();
  }

  @Test
  void anEmptyTrailIsIntact() {
    assertThat(verdict()).isEqualTo(new TrailVerdict.Intact(0, TrailEntry.NOTHING));
  }

  @Test
  void changesAtTheSameTimeMakeOneChain() {
    for (int i = 0; i < 10; i++) {
      store.create(i % 2 == 0 ? SCOPE : STAGING, draft("flag-" + i), AUTHOR);
    }

    AtOnce.run(
        60,
        i ->
            store.update(
                i % 2 == 0 ? SCOPE : STAGING,
                "flag-" + i % 10,
                new Expected.Any(),
                renamed("by " + i),
                AUTHOR));

    assertThat(verdict())
        .isInstanceOfSatisfying(
            TrailVerdict.Intact.class, intact -> assertThat(intact.entries()).isEqualTo(70));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE trail SET actor = 'somebody else' WHERE position = 3 | 3",
        "UPDATE trail SET time = time + INTERVAL '1 microsecond' WHERE position = 3 | 3",
        "UPDATE trail SET after = ' {}' WHERE position = 3 | 3",
        "UPDATE trail SET comment = 'never said' WHERE position = 5 | 5",
        "UPDATE trail SET hash = previous WHERE position = 1 | 1",
        "UPDATE trail SET changed = 'nothing' WHERE position = 3 | 3",
        "UPDATE trail SET environment = 'no key' WHERE position = 1 | 1",
        "UPDATE trail SET changed = 'nothing' WHERE position = 4; UPDATE trail SET kind = 'x' WHERE position = 2 | 2",
        "DELETE FROM trail WHERE position = 2; UPDATE trail SET changed = 'nothing' WHERE position = 4 | 2",
        "DELETE FROM trail WHERE position = 2; UPDATE trail SET changed = 'nothing' WHERE position = 3 | 2",
        "DELETE FROM trail WHERE position = 1 | 1",
        "DELETE FROM trail WHERE position = 3 | 3",
        "DELETE FROM trail WHERE position = 5 | 5",
        "DELETE FROM trail | 1",
        "DELETE FROM trail WHERE position = 3; UPDATE trail SET position = position - 1 WHERE position > 3 | 3",
        "UPDATE project SET trail_length = 4 | 4",
        "UPDATE project SET trail_hash = 'ff' | 5",
        "UPDATE project SET trail_length = 0 | 1",
        "UPDATE project SET trail_length = 3, trail_hash = (SELECT hash FROM trail WHERE position = 3) | 4",
        "INSERT INTO trail SELECT (e).* FROM (SELECT jsonb_populate_record(trail, '{\"position\": 6, \"actor\": \"eve\"}') AS e FROM trail WHERE position = 5) | 6",
        "INSERT INTO trail SELECT (e).* FROM (SELECT jsonb_populate_record(trail, '{\"position\": 0, \"actor\": \"eve\"}') AS e FROM trail WHERE position = 1) | 0",
      })
  void theFirstEntryThatWasTamperedWithIsNamed(String sql, long position) {
    record(5);

    tamper(sql);

    assertThat(verdict())
        .isInstanceOfSatisfying(
            TrailVerdict.Broken.class, broken -> assertThat(broken.position()).isEqualTo(position));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE trail SET actor = 'somebody else'",
        "DELETE FROM trail WHERE position = 2",
        "TRUNCATE trail"
      })
  void theDatabaseRefusesToRewriteIt(String sql) {
    record(2);
    List<String> before = home.everything();

    assertThatThrownBy(() -> home.execute(sql)).hasMessageContaining("append-only");

    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void allEntriesComeInTheirOrder() {
    record(205);
    var positions = new ArrayList<Long>();

    trail.each(PROJECT, entry -> positions.add(entry.position()));

    assertThat(positions).hasSize(205).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aPageOfLargeEntriesIsShort() {
    record(6);
    tamper("UPDATE trail SET after = to_json(repeat('x', 1200000))");
    var sizes = new ArrayList<Integer>();
    var positions = new ArrayList<Long>();
    long before = Long.MAX_VALUE;

    Page<TrailEntry> page;
    do {
      page = trail.page(SCOPE, Changed.FLAG, "chained", TimeRange.ALL, before, 500);
      page.items().forEach(entry -> positions.add(entry.position()));
      sizes.add(page.items().size());
      before = positions.getLast();
    } while (page.more());

    assertThat(positions).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(sizes).containsExactly(2, 2, 2);
  }

  @Test
  void thoseBeforeOneThatCannotBeReadCome() {
    record(5);
    tamper("UPDATE trail SET changed = 'nothing' WHERE position = 4");
    var positions = new ArrayList<Long>();

    assertThatThrownBy(() -> trail.each(PROJECT, entry -> positions.add(entry.position())))
        .isInstanceOfSatisfying(
            UnreadableEntry.class, entry -> assertThat(entry.position()).isEqualTo(4));

    assertThat(positions).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aFilterFindsWhatFitsAllOfIt() {
    var grace = new Author("grace", "r-2");
    store.create(SCOPE, draft("a"), AUTHOR);
    store.create(STAGING, draft("a"), grace);
    store.create(SCOPE, draft("b"), grace);
    store.archive(SCOPE, "b", new Expected.Any(), grace);

    assertThat(found("", "", "", "")).containsExactly(4L, 3L, 2L, 1L);
    assertThat(found("", "grace", "", "")).containsExactly(4L, 3L, 2L);
    assertThat(found("", "grace", "created", "")).containsExactly(3L, 2L);
    assertThat(found(SCOPE.environment(), "grace", "created", "")).containsExactly(3L);
    assertThat(found("", "", "", "a")).containsExactly(2L, 1L);
    assertThat(found("", "nobody", "", "a")).isEmpty();
  }

  private List<Long> found(String environment, String actor, String kind, String flag) {
    var filter = new ChangeTrail.Filter(environment, actor, kind, Changed.FLAG, flag);
    return trail.page(PROJECT, filter, TimeRange.ALL, Long.MAX_VALUE, 10).items().stream()
        .map(TrailEntry::position)
        .toList();
  }
}
