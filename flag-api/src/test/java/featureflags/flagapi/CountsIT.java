package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.Postgres;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// How often each variant was served, over HTTP, and the setting that makes counts the only trace.
@TestInstance(Lifecycle.PER_CLASS)
class CountsIT {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final RunningApi api = RunningApi.fresh();
  private final Postgres postgres =
      Postgres.open(FlagApi.address(api.settings().postgres()), "test", 1);

  @AfterAll
  void stop() {
    postgres.close();
    api.close();
  }

  private void counted(String flag, String variant, int minute, int times) {
    new EvaluationTrail(postgres)
        .store(
            new Recorded(
                List.of(),
                List.of(
                    new EvaluationCount(
                        UUID.randomUUID(),
                        NOON.plusSeconds(60L * minute),
                        Scope.DEFAULT,
                        new Outcome(flag, 1, variant, "SPLIT", ""),
                        times))));
  }

  @Test
  void countsComeByTheStepThatIsAskedFor() {
    api.post("/flags", "{\"key\": \"busy\"}").expect(201);
    counted("busy", "on", 0, 5);
    counted("busy", "off", 0, 3);
    counted("busy", "on", 1, 7);
    counted("busy", "on", 61, 11);
    String path = "/flags/busy/counts?from=2026-01-02T12:00:30Z&to=2026-01-02T14:00:00Z";

    var minutes = api.get(path).expect(200);
    var hours = api.get(path + "&step=hour").expect(200);
    var day = api.get(path + "&step=day").expect(200);

    assertThat(minutes.each("/items", "from"))
        .isEqualTo(
            List.of(
                "2026-01-02T12:00:00Z",
                "2026-01-02T12:00:00Z",
                "2026-01-02T12:01:00Z",
                "2026-01-02T13:01:00Z"));
    assertThat(minutes.each("/items", "variant")).isEqualTo(List.of("off", "on", "on", "on"));
    assertThat(minutes.each("/items", "evaluations")).isEqualTo(List.of(3L, 5L, 7L, 11L));
    assertThat(hours.each("/items", "evaluations")).isEqualTo(List.of(3L, 12L, 11L));
    assertThat(day.each("/items", "evaluations")).isEqualTo(List.of(3L, 23L));
    api.get("/projects/default/environments/staging/flags/busy/counts").expect(404);
  }

  @Test
  void whatIsAskedWronglyIsToldSo() {
    api.post("/flags", "{\"key\": \"asked\"}").expect(201);

    api.get("/flags/none/counts").expect(404);
    assertThat(api.get("/flags/asked/counts").expect(200).each("/items", "from"))
        .isEqualTo(List.of());
    assertThat(api.get("/flags/asked/counts?step=week").expect(400).at("/detail").toString())
        .contains("minute, hour, day");
    assertThat(
            api.get("/flags/asked/counts?from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z")
                .expect(400)
                .at("/detail")
                .toString())
        .contains("1,500");
  }

  @Test
  void theRateIsAFieldOfTheFlagAndAnInstruction() {
    api.post("/flags", "{\"key\": \"sampled\", \"auditSampleRate\": 0.25}").expect(201);
    assertThat(api.get("/flags/sampled").expect(200).at("/auditSampleRate")).isEqualTo(0.25);

    api.put("/flags/sampled", "{\"auditSampleRate\": null}").expect(200);
    assertThat(api.get("/flags/sampled").expect(200).has("/auditSampleRate")).isFalse();

    var patched =
        api.call("PATCH", "/flags/sampled")
            .send(
                "{\"instructions\": [{\"kind\": \"setAuditSampleRate\", \"auditSampleRate\": 0}]}")
            .expect(200);
    assertThat(patched.at("/auditSampleRate")).isEqualTo(0L);

    api.put("/flags/sampled", "{\"auditSampleRate\": 1.5}").expectInvalid("/auditSampleRate");
  }
}
