package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.embedded.PostgresServer;
import featureflags.embedded.TestStores;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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
    Eventually.holds(SOON, "ready again", () -> api.get("/ready").status() == 200);
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

    var staleFlag = bounded(api.call("GET", scope + "/flags/f")).expect(200);
    var staleList = bounded(api.call("GET", scope + "/flags")).expect(200);
    var evaluated = bounded(api.call("POST", scope + "/flags/f/evaluate"), "{}").expect(200);
    var known =
        bounded(api.call("GET", scope + "/flags/f").with("If-None-Match", "\"1\"")).expect(304);

    for (var answer : List.of(staleFlag, staleList, evaluated, known)) {
      assertThat(answer.header("X-Stale")).contains("true");
    }
    assertThat(staleFlag.body()).isEqualTo(flag.body());
    assertThat(staleFlag.header("ETag")).contains("\"1\"");
    assertThat(staleList.body()).isEqualTo(list.body());
    assertThat(evaluated.at("/reason")).isEqualTo("DEFAULT");
  }

  @Test
  void withoutPostgresTheListIsStillFilteredAndPaged() {
    postgres.kill();

    assertThat(api.get(scope + "/flags?tag=t").each("/items", "key")).isEqualTo(List.of("f"));
    assertThat(api.get(scope + "/flags?q=SECOND").each("/items", "key")).isEqualTo(List.of("g"));
    var first = api.get(scope + "/flags?limit=1").expect(200);
    assertThat(first.each("/items", "key")).isEqualTo(List.of("f"));
    var second = api.get(scope + "/flags?limit=1&cursor=" + first.at("/nextCursor")).expect(200);
    assertThat(second.each("/items", "key")).isEqualTo(List.of("g"));
  }

  @Test
  void withoutPostgresWhatTheCacheDoesNotKnowIsUnavailableAndNotMissing() {
    postgres.kill();

    for (String path :
        List.of(
            scope + "/flags/old",
            scope + "/flags?archived=true",
            scope + "/flags/f/audit",
            scope + "/flags/f/audit?type=evaluation",
            "/projects",
            "/projects/default/environments",
            "/projects/default/environments/nowhere/flags")) {
      unavailable(bounded(api.call("GET", path)));
    }
  }

  @Test
  void withoutPostgresAChangeIsRefusedInBoundedTimeAndNothingIsStored() {
    var before = Stored.in(api.database());
    postgres.kill();

    unavailable(bounded(api.call("POST", scope + "/flags"), "{\"key\": \"n\"}"));
    unavailable(bounded(api.call("PUT", scope + "/flags/f"), "{\"owner\": \"me\"}"));
    unavailable(bounded(api.call("DELETE", scope + "/flags/f")));
    unavailable(bounded(api.call("POST", scope + "/flags/old/restore")));
    unavailable(bounded(api.call("POST", "/projects"), "{\"key\": \"n\"}"));
    unavailable(bounded(api.call("POST", "/projects/default/environments"), "{\"key\": \"n\"}"));
    api.post(scope + "/flags", "{").expectProblem(400, "invalid-document");

    postgres.restart();
    assertThat(Stored.in(api.database())).isEqualTo(before);
    Eventually.holds(
        SOON,
        "writes again",
        () -> api.put(scope + "/flags/f", "{\"owner\": \"me\"}").status() == 200);
    var flag = api.get(scope + "/flags/f").expect(200);
    assertThat(flag.header("X-Stale")).isEmpty();
    assertThat(flag.at("/owner")).isEqualTo("me");
  }

  @Test
  void aPostgresThatHangsIsLikeOneThatIsDown() {
    postgres.pause();

    unavailable(bounded(api.call("PUT", scope + "/flags/f"), "{\"owner\": \"me\"}"));
    assertThat(bounded(api.call("GET", scope + "/flags/f")).expect(200).header("X-Stale"))
        .contains("true");
    assertThat(bounded(api.call("POST", scope + "/flags/f/evaluate"), "{}").status())
        .isEqualTo(200);
    bounded(api.call("GET", "/health")).expect(200);
    bounded(api.call("GET", "/ready")).expect(503);
  }

  @Test
  void requestsDoNotPileUpBehindAPostgresThatHangs() {
    postgres.pause();
    long begin = System.nanoTime();

    var answers =
        IntStream.range(0, 100)
            .mapToObj(_ -> api.call("GET", scope + "/flags/f").later("{}"))
            .toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().status()).isIn(200, 503));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND.multipliedBy(2));
  }

  @Test
  void withoutBothStoresTheProcessLivesAndSaysSo() {
    postgres.kill();
    api.redis().kill();

    unavailable(bounded(api.call("GET", scope + "/flags/f")));
    unavailable(bounded(api.call("GET", scope + "/flags")));
    unavailable(bounded(api.call("POST", scope + "/flags/f/evaluate"), "{}"));
    unavailable(bounded(api.call("PUT", scope + "/flags/f"), "{}"));
    bounded(api.call("GET", "/health")).expect(200);
    bounded(api.call("GET", "/metrics")).expect(200);
    var ready = bounded(api.call("GET", "/ready")).expect(503);
    assertThat(ready.at("/checks/postgres")).isNotEqualTo("ok");
    assertThat(ready.at("/checks/redis")).isNotEqualTo("ok");

    postgres.restart();
    Eventually.holds(
        SOON,
        "reads again",
        () ->
            api.get(scope + "/flags/f").header("X-Stale").isEmpty()
                && api.get(scope + "/flags/f").status() == 200);
    api.get("/ready").expect(503);
    api.redis().restart();
    Eventually.holds(SOON, "ready again", () -> api.get("/ready").status() == 200);
    cached("f", "g");
  }

  @Test
  void withoutRedisFlagsAreWrittenAndEvaluatedAndTheEventsWait() {
    api.redis().kill();

    bounded(api.call("PUT", scope + "/flags/f"), "{\"rolloutPercentage\": 100}").expect(200);
    IntStream.range(0, 20)
        .forEach(i ->
            bounded(
                    api.call("POST", scope + "/flags/f/evaluate"),
                    "{\"userId\": \"%s-%d\"}".formatted(scope, i))
                .expect(200));
    bounded(api.call("GET", "/ready")).expect(503);
    api.redis().restart();

    try (var events = new EvaluationEvents(api.redis())) {
      Eventually.holds(
          SOON,
          "20 events",
          () ->
              events.of("f").stream().filter(each -> each.subject().startsWith(scope)).count()
                  == 20);
    }
  }

  @Test
  void whatWasEvaluatedFromTheCacheIsInTheStream() {
    postgres.kill();

    bounded(api.call("POST", scope + "/flags/f/evaluate"), "{\"userId\": \"%s\"}".formatted(scope))
        .expect(200);

    try (var events = new EvaluationEvents(api.redis())) {
      assertThat(events.of("f")).anyMatch(event -> event.subject().equals(scope));
    }
  }

  private void cached(String... keys) {
    var redis =
        new featureflags.redis.Redis(
            new featureflags.redis.RedisAddress(api.redis().host(), api.redis().port(), ""));
    try (redis) {
      var cache = new featureflags.redis.SnapshotCache(redis);
      var place =
          new featureflags.catalog.Scope("default", scope.substring(scope.lastIndexOf('/') + 1));
      Eventually.holds(
          SOON,
          "%s cached".formatted(List.of(keys)),
          () ->
              cache
                  .snapshot(place)
                  .map(snapshot ->
                      snapshot.changed().stream().map(each -> each.key()).sorted().toList())
                  .filter(List.of(keys)::equals)
                  .isPresent());
    }
  }

  private static void unavailable(Answer answer) {
    answer.expectProblem(503, "store-unavailable");
    assertThat(answer.header("Retry-After")).contains("1");
  }

  private static Answer bounded(Call call) {
    return bounded(call, "");
  }

  private static Answer bounded(Call call, String body) {
    long begin = System.nanoTime();
    var answer = call.send(body);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
    return answer;
  }
}
