package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.Postgres;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What a subject got, over HTTP.
@TestInstance(Lifecycle.PER_CLASS)
class SubjectsIT {
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
    trail.store(
        Recorded.whole(
            List.of(
                new EvaluationEvent(
                    UUID.randomUUID(),
                    NOON.plusSeconds(60L * minute),
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
  void whatMakesNoSenseIsRefused() {
    api.get("/subjects/x/evaluations?at=yesterday").expect(400);
    api.get("/subjects/x/evaluations?at=2026-01-02T12:01:00Z&from=2026-01-02T12:01:00Z")
        .expect(400);
    api.get("/projects/default/environments/nowhere/subjects/x/evaluations").expect(404);
    assertThat(api.get("/subjects/nobody/evaluations").expect(200).each("/items", "id")).isEmpty();
  }
}
