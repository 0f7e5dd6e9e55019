package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Document;
import featureflags.catalog.Scope;
import featureflags.embedded.PostgresServer;
import featureflags.embedded.TestStores;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import featureflags.redis.SnapshotCache;
import featureflags.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class OutagesIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /// How long a request may wait for stores that are away.
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final PostgresServer postgres = TestStores.postgres();
  private final RunningApi api = RunningApi.fresh();
  private int scopes;
  private String scope = "";

  @BeforeEach
  void aFlagThatIsCached() {
    scopes++;
    scope = api.environment("outage-" + scopes);
    api.post(scope + "/flags", "{\"key\": \"f\", \"enabled\": true, \"tags\": [\"t\"]}")
        .expect(201);
    api.post(scope + "/flags", "{\"key\": \"g\", \"name\": \"Second\"}").expect(201);
    api.post(scope + "/flags", "{\"key\": \"old\"}").expect(201);
    api.delete(scope + "/flags/old").expect(204);
    cached("f", "g");
  }

  @AfterEach
  void bringTheStoresBack() {
    if (!postgres.isRunning()) {
      postgres.restart();
    }
    if (!api.redis().isRunning()) {
      api.redis().restart();
    }
    postgres.resume();
    api.redis().resume();
    Await.until("ready again", SOON, () -> api.get("/ready").status() == 200);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void withoutPostgresReadsComeFromTheCacheMarkedStale() {
    var list = api.get(scope + "/flags").expect(200);
    var flag = api.get(scope + "/flags/f").expect(200);
    postgres.kill();

    var answers =
        bounded(
            Stream.of(
                api.call("GET", scope + "/flags/f").later("{}"),
                api.call("GET", scope + "/flags").later("{}"),
                api.call("POST", scope + "/flags/f/evaluate").later("{}"),
                api.call("GET", scope + "/flags/f").with("If-None-Match", "\"1\"").later("{}")));

    var staleFlag = answers.get(0).expect(200);
    var staleList = answers.get(1).expect(200);
    var evaluated = answers.get(2).expect(200);
    answers.get(3).expect(304);
    assertThat(answers).allSatisfy(answer -> assertThat(answer.header("X-Stale")).contains("true"));
    assertThat(staleFlag.body()).isEqualTo(flag.body());
    assertThat(staleFlag.header("ETag")).contains("\"1\"");
    assertThat(staleList.body()).isEqualTo(list.body());
    assertThat(evaluated.at("/reason")).isEqualTo("DEFAULT");
  }

  @Test
  void withoutPostgresWhatAFlagRefersToComesFromTheCacheToo() {
    api.post(scope + "/segments", "{\"key\": \"beta\", \"included\": [\"u\"]}").expect(201);
    api.post(
            scope + "/flags",
            "{\"key\": \"h\", \"enabled\": true, \"prerequisites\": [{\"flag\": \"f\", \"variants\": [\"off\"]}], \"rules\": [{\"when\": {\"segment\": \"beta\"}, \"variant\": \"on\"}]}")
        .expect(201);
    cached("f", "g", "h");
    postgres.kill();

    var answers =
        bounded(
            Stream.of("u", "v")
                .map(user ->
                    api.call("POST", scope + "/flags/h/evaluate")
                        .later("{\"userId\": \"%s\"}".formatted(user))));

    assertThat(answers).allSatisfy(answer -> assertThat(answer.header("X-Stale")).contains("true"));
    assertThat(answers.stream().map(answer -> answer.at("/variant"))).containsExactly("on", "off");
  }

  @Test
  void withoutPostgresTheListIsStillFilteredAndPaged() {
    postgres.kill();

    String behindF = Cursor.of("f");
    var answers =
        bounded(
            Stream.of("?tag=t", "?q=SECOND", "?limit=1", "?limit=1&cursor=" + behindF)
                .map(query -> api.call("GET", scope + "/flags" + query).later("")));

    assertThat(answers.stream().map(answer -> answer.each("/items", "key")).toList())
        .isEqualTo(List.of(List.of("f"), List.of("g"), List.of("f"), List.of("g")));
    assertThat(answers.get(2).at("/nextCursor")).isEqualTo(behindF);
    assertThat(answers.get(3).at("/nextCursor")).isEqualTo(Optional.empty());
  }

  @Test
  void withoutPostgresWhatTheCacheDoesNotKnowIsUnavailableAndNotMissing() {
    postgres.kill();

    var answers =
        bounded(
            Stream.of(
                    scope + "/flags/old",
                    scope + "/flags?archived=true",
                    scope + "/flags/f/audit",
                    scope + "/flags/f/audit?type=evaluation",
                    "/projects",
                    "/projects/default/environments",
                    "/projects/default/environments/nowhere/flags")
                .map(path -> api.call("GET", path).later("{}")));

    assertThat(answers).allSatisfy(OutagesIT::unavailable);
  }

  @Test
  void withoutPostgresAChangeIsRefusedInBoundedTimeAndNothingIsStored() {
    var before = Stored.in(api.database());
    postgres.kill();

    var answers =
        bounded(
            Stream.of(
                api.call("POST", scope + "/flags").later("{\"key\": \"n\"}"),
                api.call("PUT", scope + "/flags/f").later("{\"owner\": \"me\"}"),
                api.call("DELETE", scope + "/flags/f").later(""),
                api.call("POST", scope + "/flags/old/restore").later(""),
                api.call("POST", "/projects").later("{\"key\": \"n\"}"),
                api.call("POST", "/projects/default/environments").later("{\"key\": \"n\"}")));

    assertThat(answers).allSatisfy(OutagesIT::unavailable);
    api.post(scope + "/flags", "{").expectProblem(400, "invalid-document");
    postgres.restart();
    assertThat(Stored.in(api.database())).isEqualTo(before);
    Await.until(
        "writes again",
        SOON,
        () -> api.put(scope + "/flags/f", "{\"owner\": \"me\"}").status() == 200);
    var flag = api.get(scope + "/flags/f").expect(200);
    assertThat(flag.header("X-Stale")).isEmpty();
    assertThat(flag.at("/owner")).isEqualTo("me");
  }

  @Test
  void aPostgresThatHangsIsLikeOneThatIsDown() {
    postgres.pause();

    var answers =
        bounded(
            Stream.of(
                api.call("GET", scope + "/flags/f").later(""),
                api.call("POST", scope + "/flags/f/evaluate").later("{}"),
                api.call("PUT", scope + "/flags/f").later("{\"owner\": \"me\"}"),
                api.call("GET", "/health").later(""),
                api.call("GET", "/ready").later("")));

    assertThat(answers.get(0).expect(200).header("X-Stale")).contains("true");
    assertThat(answers.get(1).expect(200).header("X-Stale")).contains("true");
    unavailable(answers.get(2));
    answers.get(3).expect(200);
    answers.get(4).expect(503);
  }

  @Test
  void requestsDoNotPileUpBehindAPostgresThatHangs() {
    postgres.pause();

    var answers =
        bounded(
            IntStream.range(0, 100).mapToObj(_ -> api.call("GET", scope + "/flags/f").later("")));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
  }

  @Test
  void withoutBothStoresTheProcessLivesAndSaysSo() {
    postgres.kill();
    api.redis().kill();

    var answers =
        bounded(
            Stream.of(
                api.call("GET", scope + "/flags/f").later(""),
                api.call("GET", scope + "/flags").later(""),
                api.call("POST", scope + "/flags/f/evaluate").later("{}"),
                api.call("PUT", scope + "/flags/f").later("{}"),
                api.call("GET", "/health").later(""),
                api.call("GET", "/metrics").later(""),
                api.call("GET", "/ready").later("")));

    assertThat(answers.subList(0, 4)).allSatisfy(OutagesIT::unavailable);
    answers.get(4).expect(200);
    answers.get(5).expect(200);
    var ready = answers.get(6).expect(503);
    assertThat(ready.at("/checks/postgres")).isNotEqualTo("ok");
    assertThat(ready.at("/checks/redis")).isNotEqualTo("ok");

    postgres.restart();
    Await.until(
        "reads again",
        SOON,
        () ->
            api.get(scope + "/flags/f").header("X-Stale").isEmpty()
                && api.get(scope + "/flags/f").status() == 200);
    api.get("/ready").expect(503);
    api.redis().restart();
    Await.until("ready again", SOON, () -> api.get("/ready").status() == 200);
    cached("f", "g");
  }

  @Test
  void withoutRedisFlagsAreWrittenAndEvaluatedAndTheEventsWait() {
    api.redis().kill();

    bounded(Stream.of(api.call("PUT", scope + "/flags/f").later("{\"rolloutPercentage\": 100}")))
        .getFirst()
        .expect(200);
    var answers =
        bounded(
            IntStream.range(0, 20)
                .mapToObj(i ->
                    api.call("POST", scope + "/flags/f/evaluate")
                        .later("{\"userId\": \"%s-%d\"}".formatted(scope, i))));
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    api.get("/ready").expect(503);
    api.redis().restart();

    try (var events = new EvaluationEvents(api.redis())) {
      Await.until(
          "20 events",
          SOON,
          () ->
              events.of("f").stream().filter(each -> each.subject().startsWith(scope)).count()
                  == 20);
    }
  }

  @Test
  void whatWasEvaluatedFromTheCacheIsInTheStream() {
    postgres.kill();

    api.post(scope + "/flags/f/evaluate", "{\"userId\": \"%s\"}".formatted(scope)).expect(200);

    try (var events = new EvaluationEvents(api.redis())) {
      assertThat(events.of("f")).anyMatch(event -> event.subject().equals(scope));
    }
  }

  private void cached(String... keys) {
    var redis = new Redis(new RedisAddress(api.redis().host(), api.redis().port(), ""));
    try (redis) {
      var cache = new SnapshotCache(redis);
      var place = new Scope("default", scope.substring(scope.lastIndexOf('/') + 1));
      Await.until(
          "%s cached".formatted(List.of(keys)),
          SOON,
          () ->
              cache
                  .flags(place)
                  .map(flags -> flags.stream().map(Document::key).sorted().toList())
                  .filter(List.of(keys)::equals)
                  .isPresent());
    }
  }

  private static void unavailable(Answer answer) {
    answer.expectProblem(503, "store-unavailable");
    assertThat(answer.header("Retry-After")).contains("1");
  }

  /// The answers, each of which must come in time.
  private static List<Answer> bounded(Stream<CompletableFuture<Answer>> calls) {
    return calls
        .map(call -> call.orTimeout(BOUND.toMillis(), TimeUnit.MILLISECONDS))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }
}
