package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.STAGING;
import static featureflags.postgres.Flags.draft;
import static featureflags.postgres.Flags.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Announcement;
import featureflags.catalog.Scope;
import featureflags.embedded.TestStores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RevisionListenerIT {
  private static final String NAME = "ear";
  private static final Scope DEVELOPMENT = new Scope("default", "development");

  private final List<Announcement> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger connected = new AtomicInteger();
  private Home home;
  private FlagStore store;
  private RevisionListener listener;

  @BeforeAll
  void open() {
    home = Home.fresh();
    store = new FlagStore(home.postgres(), InstantSource.system());
  }

  @BeforeEach
  void listen() {
    heard.clear();
    connected.set(0);
    listener = RevisionListener.start(home.address(), NAME, heard::add, connected::incrementAndGet);
    Soon.holds(() -> assertThat(connected).hasValue(1));
  }

  @AfterEach
  void mend() {
    listener.close();
    TestStores.postgres();
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void eachCommitIsHeardInItsOrderAndNothingElse() {
    store.create(SCOPE, draft("a"), AUTHOR);
    assertThatThrownBy(() ->
            store.update(
                SCOPE,
                "a",
                new Expected.Any(),
                _ -> {
                  throw new IllegalStateException();
                },
                AUTHOR))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            home.postgres()
                .transaction(session -> {
                  RevisionChannel.announce(session, SCOPE, 99);
                  throw new IllegalStateException();
                }))
        .isInstanceOf(IllegalStateException.class);
    store.create(STAGING, draft("a"), AUTHOR);
    home.execute("NOTIFY revision, 'no announcement'");
    home.execute("NOTIFY revision");
    store.update(SCOPE, "a", new Expected.Any(), renamed("New"), AUTHOR);

    Soon.holds(() ->
        assertThat(heard)
            .containsExactly(
                new Announcement.Named(SCOPE, 1),
                new Announcement.Named(STAGING, 1),
                new Announcement.Named(SCOPE, 2)));
  }

  @Test
  void afterACrashItListensAgainAndSaysSo() {
    TestStores.postgres().kill();
    TestStores.postgres().restart();

    Soon.holds(() -> assertThat(connected).hasValueGreaterThan(1));
    Soon.holds(() ->
        assertThat(store.create(DEVELOPMENT, draft("after"), AUTHOR))
            .isInstanceOf(FlagStore.Created.Done.class));
    Soon.holds(() -> assertThat(heard).containsExactly(new Announcement.Named(DEVELOPMENT, 1)));
  }

  @Test
  void closingEndsItAtOnceAndLeavesNoConnection() {
    long began = System.nanoTime();
    listener.close();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    Soon.holds(() -> assertThat(Home.connections(home.address(), NAME)).isZero());
    home.execute("NOTIFY revision, 'default/production/9'");
    assertThat(heard).isEmpty();
  }

  @Test
  void closingDoesNotWaitForAServerThatHangs() {
    TestStores.postgres().pause();

    long began = System.nanoTime();
    listener.close();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
  }
}
