package featureflags.evalservice;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import featureflags.testkit.Await;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trail that evaluations leave in the stream, and that nobody waits for it.
final class EvaluationEventsIT {
  private static final Duration NOTICEABLE = Duration.ofMillis(250);

  private final List<EvaluationEvent> seen = new ArrayList<>();
  @TempDir Path folder;
  private Stores stores;
  private Service service;

  @BeforeEach
  void start() {
    stores = Stores.open();
    stores.save(
        flag("a").enabled().rule(when("plan", EQ, "pro").id("pros")).build(),
        flag("b").enabled().rollout(100).build());
    var environment = new HashMap<>(stores.environment(folder));
    environment.put("AUDIT_ATTRIBUTES", "plan, app.version,absent");
    service = Service.ready(environment);
    Await.until(
        "both flags",
        Service.PATIENCE,
        () -> service.metric("snapshot_flags"),
        flags -> flags == 2);
  }

  @AfterEach
  void stop() {
    service.close();
    stores.close();
  }

  @Test
  void anEvaluationLeavesOneEventThatSaysAllOfIt() {
    Instant before = Instant.ofEpochMilli(System.currentTimeMillis());

    service.post(
        "/evaluate",
        "{\"flagKey\":\"a\",\"context\":{\"targetingKey\":\"u-1\",\"plan\":\"pro\","
            + "\"email\":\"u@example.org\",\"app\":{\"version\":\"2.4.0\",\"secret\":1}}}");

    var event = onlyEvent();
    assertThat(event.scope()).isEqualTo(Scope.DEFAULT);
    assertThat(event.flag()).isEqualTo("a");
    assertThat(event.version()).isEqualTo(1);
    assertThat(event.variant()).isEqualTo("on");
    assertThat(event.reason()).isEqualTo("TARGETING_RULE");
    assertThat(event.rule()).isEqualTo("pros");
    assertThat(event.subject()).isEqualTo("u-1");
    assertThat(event.time()).isBetween(before, Instant.now());
    assertThat(event.attributes())
        .isEqualTo(Map.of("plan", new Value.Text("pro"), "app.version", new Value.Text("2.4.0")));
  }

  @Test
  void anEvaluationForNobodyLeavesAnEventWithoutSubjectAndRule() {
    service.post("/evaluate", "{\"flagKey\":\"b\"}");

    var event = onlyEvent();
    assertThat(event.reason()).isEqualTo("ROLLOUT");
    assertThat(event.rule()).isEmpty();
    assertThat(event.subject()).isEmpty();
    assertThat(event.attributes()).isEmpty();
  }

  @Test
  void aSubjectThatCannotBeStoredIsKeptAsFarAsItCan() {
    service.post("/evaluate", "{\"flagKey\":\"b\",\"context\":{\"userId\":\"a\\u0000b\\ud800\"}}");

    assertThat(onlyEvent().subject()).isEqualTo("a\ufffdb\ufffd");
  }

  @Test
  void anAttributeThatCannotBeStoredIsKeptAsFarAsItCan() {
    service.post(
        "/evaluate", "{\"flagKey\":\"b\",\"context\":{\"plan\":[\"\\u0000\",\"\\udc00x\"]}}");

    assertThat(onlyEvent().attributes().get("plan"))
        .isEqualTo(new Value.Items(List.of(new Value.Text("\ufffd"), new Value.Text("\ufffdx"))));
  }

  @Test
  void whereTheTrailIsOffAnEvaluationLeavesNothing() {
    service.close();
    var environment = new HashMap<>(stores.environment(folder));
    environment.put("AUDIT_EVALUATIONS", "off");
    service = Service.ready(environment);

    Answer answer = service.post("/evaluate", "{\"flagKey\":\"b\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(service.metric("events_accepted_total")).isZero();
  }

  @Test
  void aBatchLeavesAnEventForEachFlagItAnswersAndNoneForUnknownOnes() {
    service.post("/evaluate/batch", "{\"flagKeys\":[\"a\",\"nosuch\",\"b\"],\"context\":{}}");
    service.post("/evaluate/batch", "{\"context\":{}}");
    service.post("/evaluate", "{\"flagKey\":\"nosuch\"}");
    service.post("/evaluate/batch", "{\"flagKeys\":[\"a\",5]}");

    assertThat(allEvents(4)).extracting(EvaluationEvent::flag).containsExactly("a", "b", "a", "b");
  }

  @Test
  void aScopedEvaluationLeavesItsScope() {
    Scope scope = stores.place("shop", "test");
    stores.commit(scope, flag("a").enabled().rollout(100).build());
    stores.publish(scope);
    String path = "/projects/shop/environments/test/evaluate";
    Await.until(
        "the flag",
        Service.PATIENCE,
        () -> service.post(path, "{\"flagKey\":\"a\"}").status(),
        status -> status == 200);

    assertThat(onlyEvent().scope()).isEqualTo(scope);
  }

  @Test
  void evaluationsWhileRedisIsDownLeaveTheirEventsOnceItIsBack() {
    evaluate(20);
    stores.redis().kill();
    evaluate(50);

    stores.restartRedis();
    evaluate(20);

    awaitEvents(90);
  }

  @Test
  void noRequestWaitsForStoresThatHang() {
    var waits = new ArrayList<Duration>();
    evaluate(50);

    stores.redis().pause();
    stores.postgres().pause();
    try {
      long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        evaluate(1);
        waits.add(Duration.ofNanos(System.nanoTime() - start));
      }
      assertThat(service.get("/ready").status()).isEqualTo(200);
    } finally {
      stores.redis().resume();
      stores.postgres().resume();
    }

    waits.sort(null);
    assertThat(waits.getLast()).isLessThan(NOTICEABLE);
    awaitEvents(50 + waits.size());
  }

  @Test
  void manyAtOnceEachLeaveTheirOwnEvent() {
    var client = service.client();
    var answers =
        IntStream.range(0, 500)
            .mapToObj(i ->
                client.sendAsync(
                    service.request(
                        "/evaluate",
                        "{\"flagKey\":\"b\",\"context\":{\"userId\":\"u%d\"}}".formatted(i)),
                    HttpResponse.BodyHandlers.ofString()))
            .toList();

    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    assertThat(allEvents(500)).extracting(EvaluationEvent::subject).doesNotHaveDuplicates();
  }

  @Test
  void whatIsUnderWayWhenTheServiceStopsIsInTheStream() {
    evaluate(200);

    service.close();

    assertThat(stores.events()).hasSize(200);
  }

  @Test
  void whatASampleRateLeavesOutIsCounted() {
    stores.saveSampled(flag("b").enabled().rollout(100).build(), 0);
    Await.until(
        "the sample rate",
        Service.PATIENCE,
        () -> service.post("/evaluate", "{\"flagKey\":\"b\"}").at("version"),
        "2"::equals);
    evaluate(200);
    service.post("/evaluate/batch", "{\"flagKeys\":[\"a\",\"b\"]}");

    service.close();

    Recorded recorded = stores.recorded();
    assertThat(recorded.events())
        .filteredOn(event -> event.version() == 2 || event.flag().equals("a"))
        .extracting(EvaluationEvent::flag)
        .containsExactly("a");
    assertThat(recorded.counts())
        .allSatisfy(count -> {
          assertThat(count.outcome().flag()).isEqualTo("b");
          assertThat(count.outcome().version()).isEqualTo(2);
          assertThat(count.outcome().variant()).isEqualTo("on");
        });
    assertThat(recorded.counts().stream().mapToLong(EvaluationCount::count).sum()).isEqualTo(202);
  }

  private void evaluate(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(service.post("/evaluate", "{\"flagKey\":\"b\"}").status()).isEqualTo(200);
    }
  }

  private EvaluationEvent onlyEvent() {
    return allEvents(1).getFirst();
  }

  /// Waits for so many events, stops the service, and returns all there are, which are no more and
  /// came once.
  private List<EvaluationEvent> allEvents(int count) {
    awaitEvents(count);
    assertThat(seen.size()).isEqualTo(count);
    return seen;
  }

  /// Waits for so many different events, stops the service, and checks that there are no more. What
  /// Redis took without saying so has come again.
  private void awaitEvents(int count) {
    Await.until(
        "%d events".formatted(count),
        Service.PATIENCE,
        () -> {
          seen.addAll(stores.events());
          return different();
        },
        different -> different >= count);
    service.close();
    seen.addAll(stores.events());
    assertThat(different()).isEqualTo(count);
  }

  private long different() {
    return seen.stream().map(EvaluationEvent::id).distinct().count();
  }
}
