package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.Postgres;
import featureflags.testkit.Await;
import featureflags.testkit.Recordings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What a subject got, over HTTP.
@TestInstance(Lifecycle.PER_CLASS)
class SubjectsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final RunningApi api = RunningApi.fresh();
  private final Postgres postgres =
      Postgres.open(FlagApi.address(api.settings().postgres()), "test", 1);
  private final EvaluationTrail trail = new EvaluationTrail(postgres);

  @AfterAll
  void stop() {
    postgres.close();
    api.close();
  }

  private void evaluated(
      String subject, String flag, int version, String variant, String reason, int minute) {
    evaluated(subject, flag, version, variant, reason, NOON.plusSeconds(60L * minute));
  }

  private void evaluated(
      String subject, String flag, int version, String variant, String reason, Instant time) {
    trail.store(
        Recordings.whole(
            List.of(
                new EvaluationEvent(
                    UUID.randomUUID(),
                    time,
                    Scope.DEFAULT,
                    flag,
                    version,
                    variant,
                    reason,
                    reason.equals("TARGETING_RULE") ? "pros" : "",
                    subject,
                    Map.of("plan", new Value.Text("pro"))))));
  }

  @Test
  void everythingASubjectGotComesNewestFirst() {
    evaluated("paged/user 1", "a", 1, "on", "DEFAULT", 1);
    evaluated("paged/user 1", "b", 1, "off", "DEFAULT", 2);
    evaluated("paged/user 1", "a", 2, "off", "FLAG_DISABLED", 3);
    evaluated("paged/user 2", "a", 1, "on", "DEFAULT", 4);

    String path = "/subjects/paged%2Fuser%201/evaluations";
    var first = api.get(path + "?limit=2").expect(200);
    var rest = api.get(path + "?limit=2&cursor=" + first.at("/nextCursor")).expect(200);

    assertThat(first.each("/items", "flag")).isEqualTo(List.of("a", "b"));
    assertThat(first.each("/items", "version")).isEqualTo(List.of(2L, 1L));
    assertThat(first.at("/items/0/attributes/plan")).isEqualTo("pro");
    assertThat(rest.each("/items", "flag")).isEqualTo(List.of("a"));
    assertThat(
            api.get(path + "?from=2026-01-02T12:02:00Z&to=2026-01-02T12:03:00Z")
                .each("/items", "flag"))
        .isEqualTo(List.of("b"));
    assertThat(
            api.get("/projects/default/environments/staging" + path)
                .expect(200)
                .each("/items", "id"))
        .isEqualTo(List.of());
  }

  @Test
  void whatASubjectHadAtATimeIsDecidedAgainByTheVersionThatDecided() {
    api.post(
            "/flags",
            """
            {"key": "beta", "enabled": true, "rules": [
              {"id": "pros", "attribute": "plan", "operator": "eq", "values": ["pro"], "variant": "on"}]}
            """)
        .expect(201);
    api.put("/flags/beta", "{\"enabled\": false}").expect(200);
    evaluated("timed", "beta", 1, "on", "TARGETING_RULE", 1);
    evaluated("timed", "beta", 2, "off", "FLAG_DISABLED", 5);
    evaluated("timed", "beta", 1, "off", "DEFAULT", 7); // which that version does not decide
    evaluated("timed", "gone", 1, "on", "DEFAULT", 2);

    var early = api.get("/subjects/timed/evaluations?at=2026-01-02T12:01:00Z").expect(200);
    var later = api.get("/subjects/timed/evaluations?at=2026-01-02T12:06:00Z").expect(200);
    var last = api.get("/subjects/timed/evaluations?at=2026-01-02T13:00:00Z").expect(200);

    assertThat(early.each("/items", "flag")).isEqualTo(List.of("beta"));
    assertThat(early.at("/items/0/version")).isEqualTo(1L);
    assertThat(early.at("/items/0/again/same")).isEqualTo(true);
    assertThat(early.at("/items/0/again/ruleId")).isEqualTo("pros");
    assertThat(later.each("/items", "flag")).isEqualTo(List.of("beta", "gone"));
    assertThat(later.at("/items/0/again/reason")).isEqualTo("FLAG_DISABLED");
    assertThat(later.at("/items/0/again/same")).isEqualTo(true);
    assertThat(later.text()).contains("\"again\":null");
    assertThat(last.at("/items/0/again/same")).isEqualTo(false);
    assertThat(last.at("/items/0/again/variant")).isEqualTo("on");
  }

  @Test
  void whatASubjectHadAtATimeComesInPagesToo() {
    List<String> flags = List.of("b", "c", "a", "e", "d");
    for (String flag : flags) {
      evaluated("often", flag, 1, "off", "DEFAULT", 1);
      evaluated("often", flag, 2, "off", "DEFAULT", 2);
    }
    String path = "/subjects/often/evaluations?at=2026-01-02T13:00:00Z&limit=2";

    var first = api.get(path).expect(200);
    var second = api.get(path + "&cursor=" + first.at("/nextCursor")).expect(200);
    var third = api.get(path + "&cursor=" + second.at("/nextCursor")).expect(200);

    assertThat(first.each("/items", "flag")).isEqualTo(List.of("a", "b"));
    assertThat(second.each("/items", "flag")).isEqualTo(List.of("c", "d"));
    assertThat(second.each("/items", "version")).isEqualTo(List.of(2L, 2L));
    assertThat(third.each("/items", "flag")).isEqualTo(List.of("e"));
    assertThat(third.text()).contains("\"nextCursor\":null");
  }

  /// A time behind all that was done by now, and before all that will be.
  private static Instant betweenChanges() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    Await.until("the next moment", PATIENCE, () -> Instant.now().isAfter(now.plusMillis(1)));
    return now;
  }

  private Answer at(String subject, Instant time) {
    return api.get("/subjects/%s/evaluations?at=%s".formatted(subject, time)).expect(200);
  }

  private static void assertAgain(Answer answer, String variant) {
    assertThat(answer.at("/items/0/variant")).isEqualTo(variant);
    assertThat(answer.at("/items/0/again/variant")).isEqualTo(variant);
    assertThat(answer.at("/items/0/again/same")).isEqualTo(true);
    assertThat(answer.list("/items/0/again/unsure")).isEmpty();
  }

  @Test
  void whatOtherFlagsServedThenIsFoundAgain() {
    api.post("/flags", "{\"key\": \"base\", \"enabled\": true, \"rolloutPercentage\": 100}")
        .expect(201);
    api.post(
            "/flags",
            """
            {"key": "dependent", "enabled": true, "rolloutPercentage": 100,
             "prerequisites": [{"flag": "base", "variants": ["on"]}]}
            """)
        .expect(201);
    Instant on = betweenChanges();
    api.put("/flags/base", "{\"enabled\": false}").expect(200);
    Instant off = betweenChanges();
    api.put("/flags/base", "{\"enabled\": true, \"rolloutPercentage\": 100}").expect(200);
    evaluated("depends", "dependent", 1, "on", "ROLLOUT", on);
    evaluated("depends", "dependent", 1, "off", "PREREQUISITE_FAILED", off);

    assertAgain(at("depends", on), "on");
    assertAgain(at("depends", off), "off");
  }

  @Test
  void whoWasInASegmentThenIsFoundAgain() {
    api.post("/segments", "{\"key\": \"then\"}").expect(201);
    api.post("/segments/then/included/add", "someone\nelse\n").expect(200);
    rule("grouped", "then");
    Instant listed = betweenChanges();
    api.post("/segments/then/included/remove", "someone\n").expect(200);
    Instant gone = betweenChanges();
    api.put(
            "/segments/then",
            "{\"when\": {\"attribute\": \"plan\", \"operator\": \"eq\", \"values\": [\"pro\"]}}")
        .expect(200);
    Instant pro = betweenChanges();
    api.post("/segments/then/excluded/add", "someone\n").expect(200);
    evaluated("someone", "grouped", 1, "on", "TARGETING_RULE", listed);
    evaluated("someone", "grouped", 1, "off", "DEFAULT", gone);
    evaluated("someone", "grouped", 1, "on", "TARGETING_RULE", pro);

    assertAgain(at("someone", listed), "on");
    assertAgain(at("someone", gone), "off");
    assertAgain(at("someone", pro), "on");
  }

  /// Whole lists take each other's place, and the segment itself is deleted in the end.
  @Test
  void whoWasInAListThatWasReplacedIsFoundAgain() {
    api.post("/segments", "{\"key\": \"replaced\"}").expect(201);
    api.put("/segments/replaced/included", "first\nboth\n").expect(200);
    rule("swapped", "replaced");
    Instant first = betweenChanges();
    api.put("/segments/replaced/included", "second\nboth\n").expect(200);
    Instant second = betweenChanges();
    api.put("/flags/swapped", "{\"enabled\": true, \"rules\": []}").expect(200);
    api.delete("/segments/replaced").expect(204);
    api.post("/segments", "{\"key\": \"replaced\"}").expect(201);
    for (String subject : List.of("first", "second", "both")) {
      boolean wasFirst = !subject.equals("second");
      boolean wasSecond = !subject.equals("first");
      ruled(subject, "swapped", wasFirst, first);
      ruled(subject, "swapped", wasSecond, second);

      assertAgain(at(subject, first), wasFirst ? "on" : "off");
      assertAgain(at(subject, second), wasSecond ? "on" : "off");
    }
  }

  /// The change trail names the first hundred keys of an edit.
  @Test
  void whatNobodyCanTellOfASegmentIsSaid() {
    String many =
        IntStream.range(0, 150).mapToObj("many-%d\n"::formatted).collect(Collectors.joining());
    api.post("/segments", "{\"key\": \"lost\"}").expect(201);
    api.put("/segments/lost/included", many).expect(200);
    rule("lossy", "lost");
    Instant listed = betweenChanges();
    ruled("many-5", "lossy", true, listed);
    ruled("many-149", "lossy", true, listed);
    assertAgain(at("many-149", listed), "on"); // it still is in the list
    api.put("/segments/lost/included", "nobody\n").expect(200);

    var answer = at("many-149", listed);

    assertThat(answer.list("/items/0/again/unsure")).isEqualTo(List.of("lost"));
    assertThat(answer.at("/items/0/again/same")).isEqualTo(false);
    assertAgain(at("many-5", listed), "on");
  }

  @Test
  void aFlagThatWasNotInUseThenDecidesNothing() {
    api.create("archived-base");
    api.post(
            "/flags",
            """
            {"key": "orphan", "enabled": true, "rolloutPercentage": 100,
             "rules": [{"id": "pros", "when": {"flag": "archived-base", "variants": ["off"]}, "variant": "on"}]}
            """)
        .expect(201);
    Instant inUse = betweenChanges();
    api.put("/flags/orphan", "{\"enabled\": true, \"rules\": []}").expect(200);
    api.delete("/flags/archived-base").expect(204);
    Instant archived = betweenChanges();
    ruled("orphaned", "orphan", true, inUse);
    ruled("orphaned", "orphan", true, archived); // which it did not decide then

    assertAgain(at("orphaned", inUse), "on");
    assertThat(at("orphaned", archived).at("/items/0/again/reason")).isEqualTo("ROLLOUT");
  }

  /// A flag that is on by a rule for those in a segment.
  private void rule(String flag, String segment) {
    api.post(
            "/flags",
            """
            {"key": "%s", "enabled": true, "rules": [
              {"id": "pros", "when": {"segment": "%s"}, "variant": "on"}]}
            """
                .formatted(flag, segment))
        .expect(201);
  }

  private void ruled(String subject, String flag, boolean on, Instant time) {
    evaluated(subject, flag, 1, on ? "on" : "off", on ? "TARGETING_RULE" : "DEFAULT", time);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    api.get("/subjects/x/evaluations?at=yesterday").expect(400);
    api.get("/subjects/x/evaluations?at=2026-01-02T12:01:00Z&from=2026-01-02T12:01:00Z")
        .expect(400);
    api.get("/projects/default/environments/nowhere/subjects/x/evaluations").expect(404);
    assertThat(api.get("/subjects/nobody/evaluations").expect(200).each("/items", "id")).isEmpty();
  }
}
