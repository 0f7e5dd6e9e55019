package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Announcement;
import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.Scope;
import featureflags.postgres.Postgres;
import featureflags.postgres.PostgresAddress;
import featureflags.postgres.SnapshotSource;
import featureflags.redis.ChangeChannel;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import featureflags.redis.SnapshotCache;
import featureflags.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class CacheIT {
  /// Far above what it takes, far below the check that would make good a change left out.
  private static final Duration AT_ONCE = Duration.ofMillis(900);

  private static final Duration SOON = Duration.ofSeconds(10);

  private final RunningApi api = RunningApi.fresh();
  private final Redis redis =
      new Redis(new RedisAddress(api.redis().host(), api.redis().port(), ""));
  private final SnapshotCache cache = new SnapshotCache(redis);
  private final Postgres postgres = Postgres.open(address(), "test", 2);
  private final SnapshotSource source = new SnapshotSource(postgres);

  @AfterAll
  void stop() {
    redis.close();
    postgres.close();
    api.close();
  }

  @Test
  void everyChangeIsInTheCacheAtOnceAtTheRevisionOfTheDatabase() {
    var scope = environment("followed");
    String flags = path(scope) + "/flags";
    cachedWithin(SOON, scope);

    api.post(flags, "{\"key\": \"f\"}").expect(201);
    cachedWithin(AT_ONCE, scope);
    assertThat(cachedKeys(scope)).containsExactly("f");
    api.put(flags + "/f", "{\"owner\": \"me\"}").expect(200);
    cachedWithin(AT_ONCE, scope);
    assertThat(cache.flag(scope, "f").orElseThrow().version()).isEqualTo(2);
    api.delete(flags + "/f").expect(204);
    cachedWithin(AT_ONCE, scope);
    assertThat(cachedKeys(scope)).isEmpty();
    api.call("POST", flags + "/f/restore").send().expect(200);
    cachedWithin(AT_ONCE, scope);
    assertThat(cachedKeys(scope)).containsExactly("f");
    assertThat(revision(scope)).isEqualTo(4);
  }

  @Test
  void everyChangeIsAnnouncedSoThatWhoListensCanFollowWithoutAGap() throws InterruptedException {
    var scope = environment("announced");
    var heard = new ConcurrentLinkedQueue<Announcement>();
    var listening = new CountDownLatch(1);
    try (var _ = new ChangeChannel(redis).subscribe(heard::add, listening::countDown)) {
      listening.await();

      for (int i = 0; i < 10; i++) {
        api.post(path(scope) + "/flags", "{\"key\": \"f%d\"}".formatted(i)).expect(201);
      }

      Await.until("revision 10 announced", SOON, () -> reached(heard, scope) == 10);
      long at = 0;
      for (Announcement announcement : heard) {
        if (announcement instanceof Announcement.Carried(Delta delta)
            && delta.scope().equals(scope)
            && delta.to() > 0) {
          assertThat(delta.follows(at)).as("%s after %d", delta, at).isTrue();
          at = delta.to();
        }
      }
      assertThat(at).isEqualTo(10);
    }
  }

  @Test
  void aChangeIsAnsweredAtOnceWhileRedisIsDownAndCachedWhenItIsBack() {
    var scope = environment("downtime");
    cachedWithin(SOON, scope);
    api.redis().kill();

    long begin = System.nanoTime();
    api.post(path(scope) + "/flags", "{\"key\": \"f\"}").expect(201);
    api.put(path(scope) + "/flags/f", "{\"owner\": \"me\"}").expect(200);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    api.redis().restart();

    assertThat(took).isLessThan(Duration.ofSeconds(2));
    cachedWithin(SOON, scope);
    assertThat(cache.flag(scope, "f").orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void aChangeIsAnsweredAtOnceWhileRedisHangs() {
    var scope = environment("hanging");
    cachedWithin(SOON, scope);
    api.redis().pause();

    long begin = System.nanoTime();
    api.post(path(scope) + "/flags", "{\"key\": \"f\"}").expect(201);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    api.redis().resume();

    assertThat(took).isLessThan(Duration.ofSeconds(2));
    cachedWithin(SOON, scope);
    assertThat(cachedKeys(scope)).containsExactly("f");
  }

  @Test
  void anEmptiedCacheIsFilledAgainWithinTwoSeconds() {
    var scope = environment("emptied");
    IntStream.range(0, 30)
        .forEach(
            i -> api.post(path(scope) + "/flags", "{\"key\": \"f%d\"}".formatted(i)).expect(201));
    api.delete(path(scope) + "/flags/f7").expect(204);
    cachedWithin(SOON, scope);

    api.redis().flush();

    cachedWithin(Duration.ofMillis(2_500), scope);
    assertThat(cachedKeys(scope)).hasSize(29).doesNotContain("f7");
  }

  @Test
  void flagsThatRedisEvictedAloneComeBackWithTheNextChange() throws IOException {
    var scope = environment("evicted");
    IntStream.range(0, 3)
        .forEach(
            i -> api.post(path(scope) + "/flags", "{\"key\": \"f%d\"}".formatted(i)).expect(201));
    cachedWithin(SOON, scope);

    evict("featureflags:documents:" + scope);
    api.post(path(scope) + "/flags", "{\"key\": \"f3\"}").expect(201);

    cachedWithin(SOON, scope);
    assertThat(cachedKeys(scope)).containsExactlyInAnyOrder("f0", "f1", "f2", "f3");
  }

  @Test
  void aFailureThatNobodyExpectedDoesNotEndThePublishing() throws SQLException {
    var scope = environment("failing");
    cachedWithin(SOON, scope);
    api.redis().flush();

    execute(
        """
        CREATE SEQUENCE asked;
        ALTER TABLE environment RENAME TO environment_hidden;
        CREATE VIEW environment AS
        SELECT project, key, name, created_at, revision / (nextval('asked') * 0) AS revision
          FROM environment_hidden
        """);
    try {
      Await.until("asked again after a division by zero", SOON, () -> asked() > 1);
    } finally {
      execute("DROP VIEW environment; ALTER TABLE environment_hidden RENAME TO environment");
    }

    api.post(path(scope) + "/flags", "{\"key\": \"f\"}").expect(201);
    cachedWithin(SOON, scope);
  }

  @Test
  void whileTwoInstancesWriteTheCacheNeverGoesBackAndEndsWhereTheDatabaseIs() {
    var scope = environment("two");
    cachedWithin(SOON, scope);
    var writing = new AtomicBoolean(true);
    try (var other = RunningApi.on(api.database(), api.redis())) {
      var seen = CompletableFuture.supplyAsync(() -> revisionsWhile(writing, scope));

      IntStream.range(0, 12)
          .mapToObj(i ->
              CompletableFuture.runAsync(
                  () -> writeTenTimes(i, scope, i % 2 == 0 ? api : other),
                  Thread::startVirtualThread))
          .toList()
          .forEach(CompletableFuture::join);
      cachedWithin(SOON, scope);
      writing.set(false);

      assertThat(seen.join()).isSorted().hasSizeGreaterThan(2);
      assertThat(revision(scope)).isEqualTo(126);
      assertThat(documents(cache.snapshot(scope).orElseThrow()))
          .isEqualTo(documents(source.newerThan(scope, 0).orElseThrow()));
    }
  }

  /// Six flags, each written by both instances.
  private static void writeTenTimes(int writer, Scope scope, RunningApi instance) {
    String flags = path(scope) + "/flags";
    String key = "f" + writer / 2;
    assertThat(instance.post(flags, "{\"key\": \"%s\"}".formatted(key)).status()).isIn(201, 409);
    for (int i = 0; i < 10; i++) {
      instance.put(flags + "/" + key, "{\"owner\": \"w%d-%d\"}".formatted(writer, i)).expect(200);
    }
  }

  private List<Long> revisionsWhile(AtomicBoolean writing, Scope scope) {
    var seen = new ArrayList<Long>();
    while (writing.get()) {
      seen.add(cache.snapshot(scope).map(Delta::to).orElse(0L));
    }
    return seen;
  }

  private Scope environment(String key) {
    api.environment(key);
    return new Scope("default", key);
  }

  private static String path(Scope scope) {
    return "/projects/%s/environments/%s".formatted(scope.project(), scope.environment());
  }

  private void cachedWithin(Duration patience, Scope scope) {
    long revision = source.revisions().get(scope);
    Await.until(
        "%s cached at %d".formatted(scope, revision), patience, () -> reads(scope) == revision);
  }

  private long reads(Scope scope) {
    try {
      return revision(scope);
    } catch (featureflags.catalog.Unavailable _) {
      return -1;
    }
  }

  private long revision(Scope scope) {
    return cache.snapshot(scope).map(Delta::to).orElse(-1L);
  }

  private List<String> cachedKeys(Scope scope) {
    return cache.snapshot(scope).orElseThrow().changed().stream().map(Document::key).toList();
  }

  private static Set<Document> documents(Delta snapshot) {
    return snapshot.changed().stream().collect(Collectors.toSet());
  }

  private static long reached(Iterable<Announcement> heard, Scope scope) {
    long revision = 0;
    for (Announcement announcement : heard) {
      if (announcement.scope().equals(scope)) {
        revision = announcement.revision();
      }
    }
    return revision;
  }

  private long asked() {
    var database = api.database();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT last_value FROM asked")) {
      return rows.next() ? rows.getLong("last_value") : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    var database = api.database();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void evict(String key) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.redis().port())) {
      socket.getOutputStream().write("DEL %s\r\n".formatted(key).getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo(":1\r\n");
    }
  }

  private PostgresAddress address() {
    var database = api.database();
    return new PostgresAddress(
        database.host(), database.port(), database.name(), database.user(), database.password());
  }
}
