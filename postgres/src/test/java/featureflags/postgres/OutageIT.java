package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.draft;
import static featureflags.postgres.Flags.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Changed;
import featureflags.catalog.Draft;
import featureflags.catalog.Unavailable;
import featureflags.embedded.TestStores;
import featureflags.json.PlaceShape.Wanted;
import featureflags.postgres.EvaluationTrail.Position;
import featureflags.postgres.FlagStore.Filter;
import featureflags.testkit.Recordings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutageIT {
  /// The deadline of a statement is 2 s, of a hanging server 3 s; the rest is for a busy machine.
  private static final Duration BOUND = Duration.ofSeconds(8);

  private static final Expected ANY = new Expected.Any();
  private static final UnaryOperator<Draft> EDIT = renamed("Edited");

  private Home home;
  private FlagStore store;

  @BeforeAll
  void open() {
    home = Home.fresh();
    store = new FlagStore(home.postgres(), InstantSource.system());
  }

  @AfterEach
  void mend() {
    TestStores.postgres();
    Soon.holds(() -> home.postgres().ping());
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void everyCallOnAHangingServerIsUnavailableInTimeHoweverManyThereAre() {
    store.create(SCOPE, draft("hang"), AUTHOR);
    List<Runnable> calls = calls();
    assertThat(AtOnce.run(200, _ -> store.exists(SCOPE))).containsOnly(true).hasSize(200);
    TestStores.postgres().pause();

    var took = AtOnce.run(200, i -> unavailable(calls.get(i % calls.size())));

    assertThat(took).allSatisfy(each -> assertThat(each).isLessThan(BOUND));
  }

  @Test
  void aServerThatHangsInTheMiddleOfAnEditIsUnavailableInTimeAndNothingIsStored() {
    store.create(SCOPE, draft("middle"), AUTHOR);
    List<String> before = home.everything();

    Duration took =
        unavailable(() ->
            store.update(
                SCOPE,
                "middle",
                ANY,
                current -> {
                  TestStores.postgres().pause();
                  return EDIT.apply(current);
                },
                AUTHOR));

    assertThat(took).isLessThan(BOUND);
    TestStores.postgres().resume();
    Soon.holds(() -> assertThat(store.archive(SCOPE, "none", ANY, AUTHOR)).isNotNull());
    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void afterACrashThePoolGoesOnByItself() {
    store.create(SCOPE, draft("crash"), AUTHOR);
    TestStores.postgres().kill();

    var took = AtOnce.run(20, _ -> unavailable(() -> store.archive(SCOPE, "crash", ANY, AUTHOR)));

    assertThat(took).allSatisfy(each -> assertThat(each).isLessThan(BOUND));
    TestStores.postgres().restart();
    Soon.holds(() -> assertThat(store.find(SCOPE, "crash")).isPresent());
    assertThat(store.archive(SCOPE, "crash", ANY, AUTHOR)).isInstanceOf(FlagStore.Saved.Done.class);
  }

  @Test
  void aCrashInTheMiddleOfAnEditLeavesNothingHalfStored() {
    store.create(SCOPE, draft("half"), AUTHOR);
    List<String> before = home.everything();

    unavailable(() ->
        store.update(
            SCOPE,
            "half",
            ANY,
            current -> {
              TestStores.postgres().kill();
              return EDIT.apply(current);
            },
            AUTHOR));

    TestStores.postgres();
    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void aLockThatSomebodyElseKeepsIsWaitedForInVain() throws SQLException {
    store.create(SCOPE, draft("locked"), AUTHOR);
    var address = home.address();
    try (var other =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT key FROM flag WHERE key = 'locked' FOR UPDATE");

      assertThat(unavailable(() -> store.archive(SCOPE, "locked", ANY, AUTHOR))).isLessThan(BOUND);
      assertThat(store.find(SCOPE, "locked")).isPresent();
      other.rollback();
    }
    assertThat(store.archive(SCOPE, "locked", ANY, AUTHOR))
        .isInstanceOf(FlagStore.Saved.Done.class);
  }

  @Test
  void aClientThatHangsInATransactionLosesItsLocks() {
    assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("5s");
  }

  @Test
  void whatMovesMuchHasADeadlineOfItsOwnForItsTransactionAlone() {
    assertThat(home.postgres().bulk(OutageIT::deadline)).containsExactly("10s");
    assertThat(setting("statement_timeout")).isEqualTo("2s");
  }

  @Test
  void aPoolOpensBeforeItsServerIsThere() {
    TestStores.postgres().kill();
    try (var early = Postgres.open(home.address(), "early", 1)) {
      assertThat(unavailable(early::ping)).isLessThan(BOUND);

      TestStores.postgres().restart();

      Soon.holds(early::ping);
    }
  }

  @Test
  void withoutASchemaEverythingIsUnavailable() {
    try (var bare = Postgres.open(Home.empty(), "bare", 1)) {
      var flags = new FlagStore(bare, InstantSource.system());

      assertThatThrownBy(() -> flags.find(SCOPE, "x")).isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> flags.create(SCOPE, draft("x"), AUTHOR))
          .isInstanceOf(Unavailable.class);
    }
  }

  private List<Runnable> calls() {
    var postgres = home.postgres();
    var snapshots = new SnapshotSource(postgres);
    var changes = new ChangeTrail(postgres);
    var evaluations = new EvaluationTrail(postgres);
    var places = new Places(postgres, InstantSource.system());
    var letters = new DeadLetters(postgres);
    var event = EvaluationTrailIT.event(SCOPE, "hang", Instant.EPOCH, "user");
    var calls = new ArrayList<Runnable>();
    calls.add(postgres::ping);
    calls.add(() -> store.create(SCOPE, draft("new"), AUTHOR));
    calls.add(() -> store.update(SCOPE, "hang", ANY, EDIT, AUTHOR));
    calls.add(() -> store.archive(SCOPE, "hang", ANY, AUTHOR));
    calls.add(() -> store.restore(SCOPE, "hang", ANY, AUTHOR));
    calls.add(() -> store.find(SCOPE, "hang"));
    calls.add(() -> store.list(SCOPE, new Filter(false, "", ""), "", 9));
    calls.add(snapshots::revisions);
    calls.add(() -> snapshots.newerThan(SCOPE, 0));
    calls.add(() -> changes.verify("default"));
    calls.add(() -> changes.page(SCOPE, Changed.FLAG, "hang", TimeRange.ALL, Long.MAX_VALUE, 9));
    calls.add(() -> evaluations.page(SCOPE, "hang", TimeRange.ALL, Position.NEWEST, 9));
    calls.add(() -> evaluations.store(Recordings.whole(List.of(event))).kept());
    calls.add(() -> Partitions.ensureDays(postgres, Set.of(LocalDate.EPOCH)));
    calls.add(() -> Partitions.dropBefore(postgres, LocalDate.EPOCH));
    calls.add(() -> places.projects("", 9));
    calls.add(() -> places.environments("default", "", 9));
    calls.add(() -> places.addProject(new Wanted("hang", "Hang")));
    calls.add(() -> places.addEnvironment("default", new Wanted("hang", "Hang")));
    calls.add(() -> letters.keep("1-0", new byte[0], "why"));
    calls.add(letters::count);
    return calls;
  }

  private static Duration unavailable(Runnable call) {
    long began = System.nanoTime();
    assertThatThrownBy(call::run).isInstanceOf(Unavailable.class);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private String setting(String name) {
    return home.postgres()
        .read(session -> session.query("SHOW " + name, row -> row.text(name)))
        .getFirst();
  }

  private static List<String> deadline(Session session) throws SQLException {
    return session.query("SHOW statement_timeout", row -> row.text("statement_timeout"));
  }
}
