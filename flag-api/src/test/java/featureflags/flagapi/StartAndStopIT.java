package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Scope;
import featureflags.embedded.Database;
import featureflags.embedded.TestStores;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import featureflags.redis.SnapshotCache;
import featureflags.testkit.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartAndStopIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @AfterEach
  void bringTheStoresBack() {
    TestStores.postgres();
    TestStores.freshRedis();
  }

  @Test
  void withoutPostgresItStartsAndIsReadyWithItsSchemaWhenPostgresComes() {
    var database = TestStores.freshDatabase();
    var redis = TestStores.freshRedis();
    TestStores.postgres().kill();

    try (var api = RunningApi.on(database, redis)) {
      api.get("/health").expect(200);
      api.get("/ready").expect(503);
      api.get("/flags").expectProblem(503, "store-unavailable");
      TestStores.postgres();

      Await.until("ready", SOON, () -> api.get("/ready").status() == 200);
      api.create("late");
      assertThat(api.get("/flags/late").expect(200).header("X-Stale")).isEmpty();
    }
  }

  @Test
  void withAPostgresThatHangsItStartsAllTheSame() {
    var database = TestStores.freshDatabase();
    var redis = TestStores.freshRedis();
    TestStores.postgres().pause();
    long begin = System.nanoTime();

    var starting =
        CompletableFuture.supplyAsync(
            () -> RunningApi.on(database, redis), Thread::startVirtualThread);
    try {
      Await.until("started", SOON, starting::isDone);
    } finally {
      TestStores.postgres();
    }

    try (var api = starting.join()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
      Await.until("ready", SOON, () -> api.get("/ready").status() == 200);
      api.create("late");
    }
  }

  @Test
  void withoutRedisItStartsAndWritesAndFillsTheCacheWhenRedisComes() {
    var database = TestStores.freshDatabase();
    var redis = TestStores.freshRedis();
    redis.kill();

    try (var api = RunningApi.on(database, redis)) {
      api.create("early");
      api.get("/ready").expect(503);
      redis.restart();

      Await.until("ready", SOON, () -> api.get("/ready").status() == 200);
      try (var server = new Redis(new RedisAddress(redis.host(), redis.port(), ""))) {
        var cache = new SnapshotCache(server);
        Await.until("the flag cached", SOON, () -> cache.flag(Scope.DEFAULT, "early").isPresent());
      }
    }
  }

  @Test
  void twoThatStartAtOnceOnAnEmptyDatabaseBothServe() {
    var database = TestStores.freshDatabase();
    var redis = TestStores.freshRedis();

    var both =
        IntStream.range(0, 2)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> RunningApi.on(database, redis), Thread::startVirtualThread))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    try (var first = both.getFirst();
        var second = both.getLast()) {
      first.create("shared");
      second.get("/flags/shared").expect(200);
    }
  }

  @Test
  void aRequestInFlightIsAnsweredBeforeTheServiceEnds() throws SQLException {
    var api = RunningApi.fresh();
    api.create("slow");
    CompletableFuture<Void> closing;
    CompletableFuture<Answer> answer;
    try (var connection = connection(api.database())) {
      lock(connection, "slow");
      answer = api.call("PUT", "/flags/slow").later("{\"owner\": \"me\"}");
      waitsForTheLock(api.database());

      closing = CompletableFuture.runAsync(api::stop, Thread::startVirtualThread);
      Await.until("not ready", SOON, () -> refusesOrDrains(api));
      assertThat(answer).isNotDone();
      connection.rollback();
    }

    assertThat(answer.join().expect(200).at("/version")).isEqualTo(2L);
    closing.join();
    assertThat(Stored.in(api.database()).changes()).isEqualTo(2);
    api.close();
  }

  @Test
  void noEventOfAnAnsweredEvaluationIsLostWhenTheServiceEnds() {
    var api = RunningApi.fresh();
    api.post("/flags", "{\"key\": \"busy\", \"enabled\": true}").expect(201);
    var answered = new AtomicInteger();

    var clients =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                CompletableFuture.runAsync(
                    () -> evaluateUntilRefused(api, answered), Thread::startVirtualThread))
            .toList();
    Await.until("some answers", SOON, () -> answered.get() > 50);
    api.stop();
    clients.forEach(CompletableFuture::join);

    try (var events = new EvaluationEvents(api.redis())) {
      assertThat(events.of("busy")).hasSizeGreaterThanOrEqualTo(answered.get());
      assertThat(events.of("busy").stream().map(event -> event.id())).doesNotHaveDuplicates();
    }
    api.close();
  }

  @Test
  void eventsThatRedisDidNotTakeAreSentByTheNextProcess(@TempDir Path spool) {
    var database = TestStores.freshDatabase();
    var redis = TestStores.freshRedis();
    var settings = Map.of("SPOOL_DIR", spool.toString());
    try (var api = RunningApi.on(database, redis, settings)) {
      api.post("/flags", "{\"key\": \"kept\", \"enabled\": true}").expect(201);
      redis.kill();
      for (int i = 0; i < 5; i++) {
        api.post("/flags/kept/evaluate", "{}").expect(200);
      }
    }
    redis.restart();

    try (var _ = RunningApi.on(database, redis, settings);
        var events = new EvaluationEvents(redis)) {
      Await.until("5 events", SOON, () -> events.of("kept").size() == 5);
    }
  }

  private static void evaluateUntilRefused(RunningApi api, AtomicInteger answered) {
    try {
      while (api.post("/flags/busy/evaluate", "{}").status() == 200) {
        answered.incrementAndGet();
      }
    } catch (CompletionException _) {
      // The service has ended; what it answered before is counted.
    }
  }

  private static boolean refusesOrDrains(RunningApi api) {
    try {
      return api.get("/ready").status() == 503;
    } catch (CompletionException _) {
      return true;
    }
  }

  private static Connection connection(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static void lock(Connection connection, String key) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement =
        connection.prepareStatement("SELECT 1 FROM flag WHERE key = ? FOR UPDATE")) {
      statement.setString(1, key);
      assertThat(statement.executeQuery().next()).isTrue();
    }
  }

  private static void waitsForTheLock(Database database) {
    Await.until("somebody waits for the lock", SOON, () -> !waiting(database).isEmpty());
  }

  private static List<String> waiting(Database database) {
    try (var connection = connection(database);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT query
                  FROM pg_stat_activity
                 WHERE wait_event_type = 'Lock' AND datname = current_database()
                """)) {
      var queries = new ArrayList<String>();
      while (rows.next()) {
        queries.add(rows.getString("query"));
      }
      return queries;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
