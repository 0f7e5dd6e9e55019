package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationEvent;
import featureflags.embedded.TestStores;
import featureflags.engine.Value;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.Postgres;
import featureflags.postgres.PostgresAddress;
import featureflags.testkit.Recordings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class EvaluateIT {
  private final RunningApi api =
      RunningApi.on(
          TestStores.freshDatabase(),
          TestStores.freshRedis(),
          Map.of("AUDIT_ATTRIBUTES", "plan,address.city"));
  private final EvaluationEvents events = new EvaluationEvents(api.redis());

  @AfterAll
  void stop() {
    events.close();
    api.close();
  }

  @Test
  void aDisabledFlagServesItsOffVariantWhateverItsRules() {
    flag("disabled", "\"enabled\": false, \"rolloutPercentage\": 100, " + RULES);

    var answer = evaluate("disabled", "{\"plan\": \"enterprise\"}");

    assertThat(answer.at(""))
        .isEqualTo(
            Map.of(
                "flagKey", "disabled",
                "variant", "off",
                "value", false,
                "reason", "FLAG_DISABLED",
                "version", 1L));
  }

  @Test
  void rulesAreTriedByPriorityAndThenByPositionAndTheFirstThatAdmitsServes() {
    post(
        """
        {"key": "ruled", "type": "string", "enabled": true, "rolloutPercentage": 100,
         "variants": [{"key": "a", "value": "A"}, {"key": "b", "value": "B"}, {"key": "c", "value": "C"},
                      {"key": "d", "value": "D"}],
         "offVariant": "a", "defaultVariant": "a", "serve": {"variant": "d"},
         "rules": [
           {"id": "last", "attribute": "plan", "operator": "exists", "variant": "a", "priority": 9},
           {"id": "nobody", "attribute": "plan", "operator": "eq", "values": ["x"], "variant": "c",
            "priority": 1, "rolloutPercentage": 0},
           {"id": "first", "attribute": "plan", "operator": "eq", "values": ["x", "y"], "variant": "b",
            "priority": 2},
           {"id": "tied", "attribute": "plan", "operator": "eq", "values": ["y"], "variant": "c",
            "priority": 2}]}
        """);

    for (String plan : List.of("x", "y")) {
      var answer = evaluate("ruled", "{\"plan\": \"%s\"}".formatted(plan));
      assertThat(answer.at("/reason")).isEqualTo("TARGETING_RULE");
      assertThat(answer.at("/ruleId")).isEqualTo("first");
      assertThat(answer.at("/value")).isEqualTo("B");
    }
    assertThat(evaluate("ruled", "{\"plan\": \"z\"}").at("/ruleId")).isEqualTo("last");
    var rolledOut = evaluate("ruled", "{}");
    assertThat(rolledOut.at("/reason")).isEqualTo("ROLLOUT");
    assertThat(rolledOut.at("/value")).isEqualTo("D");
    assertThat(rolledOut.has("/ruleId")).isFalse();
  }

  @Test
  void whoNoRuleAndNoRolloutAdmitsGetsTheDefault() {
    flag("nobody", "\"enabled\": true, " + RULES);

    var answer = evaluate("nobody", "{\"plan\": \"free\", \"userId\": \"u\"}");

    assertThat(answer.at("/reason")).isEqualTo("DEFAULT");
    assertThat(answer.at("/variant")).isEqualTo("off");
  }

  @Test
  void aRolloutForEverybodyNeedsNoKeyAndAnyOtherDoes() {
    flag("everybody", "\"enabled\": true, \"rolloutPercentage\": 100");
    flag("nearly", "\"enabled\": true, \"rolloutPercentage\": 99.999");

    assertThat(evaluate("everybody", "{}").at("/reason")).isEqualTo("ROLLOUT");
    assertThat(evaluate("nearly", "{}").at("/reason")).isEqualTo("DEFAULT");
    assertThat(evaluate("nearly", "{\"userId\": null}").at("/reason")).isEqualTo("DEFAULT");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          checkout-v2,  user-001,          1300829201, 30287
          checkout-v2,  user-002,          3983667256, 92751
          checkout-v2,  user-003,          253709900,  5907
          b,            a,                 2722392131, 63385
          new-checkout, 42,                1160498663, 27019
          checkout-v2,  jürgen@exämple.de, 2160994492, 50314
          功能-开关,     用户-七,            3175077736, 73925
          checkout-v2,  🤗🌸,              3617410778, 84224
          checkout-v2,  user:with:colon,   3298683346, 76803
          checkout-v2,  é,                 258349828,  6015
          """)
  void aSubjectIsInExactlyWhenItsSlotIsBelowTheThreshold(
      String salt, String user, long hash, int slot) {
    String key = "vector-" + slot;
    flag(
        key,
        "\"enabled\": true, \"salt\": \"%s\", \"rolloutPercentage\": %s"
            .formatted(salt, percent(slot)));

    var out = explain(key, "{\"userId\": \"%s\"}".formatted(user));
    api.put("/flags/" + key, "{\"rolloutPercentage\": %s}".formatted(percent(slot + 1)))
        .expect(200);
    var in = explain(key, "{\"userId\": \"%s\"}".formatted(user));

    assertThat(out.at("/reason")).isEqualTo("DEFAULT");
    assertThat(in.at("/reason")).isEqualTo("ROLLOUT");
    String rollout = "/explanation/steps/0/rollout";
    assertThat(in.at(rollout + "/input")).isEqualTo(user + ":" + salt);
    assertThat(in.at(rollout + "/hash")).isEqualTo(hash);
    assertThat(in.at(rollout + "/slot")).isEqualTo((long) slot);
    assertThat(in.at(rollout + "/threshold")).isEqualTo(slot + 1L);
    assertThat(out.at(rollout + "/threshold")).isEqualTo((long) slot);
  }

  @Test
  void theSaltIsTheKeyAndTheSubjectTheUserUnlessSet() {
    flag("checkout-v2", "\"enabled\": true, \"rolloutPercentage\": 50");
    flag(
        "salted",
        "\"enabled\": true, \"rolloutPercentage\": 50, \"salt\": \"s\", \"bucketBy\": \"org.id\"");

    var plain = explain("checkout-v2", "{\"targetingKey\": \"user-001\", \"userId\": \"other\"}");
    var salted = explain("salted", "{\"userId\": \"u\", \"org\": {\"id\": 7}}");

    assertThat(plain.at("/explanation/steps/0/rollout/slot")).isEqualTo(30287L);
    assertThat(salted.at("/explanation/steps/0/rollout/input")).isEqualTo("7:s");
    assertThat(salted.at("/explanation/steps/0/rollout/bucketBy")).isEqualTo("org.id");
  }

  @Test
  void anExplanationShowsEachRuleTriedWithWhatItSaw() {
    flag(
        "explained",
        """
        "enabled": true, "rolloutPercentage": 50, "rules": [
          {"id": "absent", "attribute": "address.city", "operator": "neq", "values": ["Rome"], "variant": "on"},
          {"id": "other", "attribute": "plan", "operator": "in", "values": ["a", "b"], "variant": "on"},
          {"id": "too-few", "attribute": "plan", "operator": "eq", "values": ["free"], "variant": "on",
           "rolloutPercentage": 0},
          {"id": "keyless", "attribute": "plan", "operator": "eq", "values": ["free"], "variant": "on",
           "rolloutPercentage": 10, "bucketBy": "company"}]
        """);

    var answer = explain("explained", "{\"plan\": \"free\"}");

    assertThat(answer.at("/reason")).isEqualTo("DEFAULT");
    assertThat(answer.each("/explanation/steps", "step"))
        .isEqualTo(List.of("rule", "rule", "rule", "rule", "rollout", "default"));
    assertThat(answer.each("/explanation/steps", "served"))
        .isEqualTo(List.of(false, false, false, false, false, true));
    assertThat(answer.at("/explanation/steps/0"))
        .isEqualTo(
            Map.of(
                "step",
                "rule",
                "served",
                false,
                "ruleId",
                "absent",
                "condition",
                Map.of(
                    "attribute",
                    "address.city",
                    "operator",
                    "neq",
                    "values",
                    List.of("Rome"),
                    "seen",
                    Optional.empty(),
                    "held",
                    false)));
    assertThat(answer.at("/explanation/steps/1/condition/seen")).isEqualTo("free");
    assertThat(answer.at("/explanation/steps/2/condition/held")).isEqualTo(true);
    assertThat(answer.at("/explanation/steps/2/rollout/admitted")).isEqualTo(false);
    assertThat(answer.at("/explanation/steps/3/rollout/subject")).isEqualTo(Optional.empty());
    assertThat(evaluate("explained", "{\"plan\": \"free\"}").has("/explanation")).isFalse();
    assertThat(
            api.post("/flags/explained/evaluate?explain=false", "{}")
                .expect(200)
                .has("/explanation"))
        .isFalse();
  }

  @Test
  void aChangeIsServedByTheNextEvaluation() {
    flag("fresh", "\"enabled\": true");
    for (int version = 1; version < 20; version++) {
      boolean on = version % 2 == 0;

      var answer = evaluate("fresh", "{}");

      assertThat(answer.at("/version")).isEqualTo((long) version);
      assertThat(answer.at("/value")).isEqualTo(on);
      api.put("/flags/fresh", "{\"rolloutPercentage\": %d}".formatted(on ? 0 : 100)).expect(200);
    }
  }

  @Test
  void eachEvaluationIsInTheStreamExactlyOnce() {
    flag("streamed", "\"enabled\": true, " + RULES);

    var answers =
        IntStream.range(0, 300)
            .mapToObj(i ->
                api.call("POST", "/flags/streamed/evaluate")
                    .later("{\"userId\": \"user-%d\"}".formatted(i)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).allMatch(answer -> answer.status() == 200);
    var seen = events.of("streamed");
    assertThat(seen).hasSize(300);
    assertThat(seen.stream().map(EvaluationEvent::id).distinct()).hasSize(300);
    assertThat(seen.stream().map(EvaluationEvent::subject).distinct()).hasSize(300);
  }

  @Test
  void anEvaluationIsAnsweredWhenItsEventIsSafe() {
    flag("safe", "\"enabled\": true");
    long before = events.entries();

    for (int i = 1; i <= 20; i++) {
      evaluate("safe", "{}");
      assertThat(events.entries()).isEqualTo(before + i);
    }
  }

  @Test
  void anEventSaysWhoGotWhatWhenAndWhyAndKeepsNoMoreThanTheSettingsName() {
    flag("recorded", "\"enabled\": true, " + RULES);
    evaluate(
        "recorded",
        """
        {"userId": "ada", "plan": "enterprise", "email": "ada@example.com",
         "address": {"city": "Rome", "street": "secret"}}
        """);
    evaluate("recorded", "{\"plan\": null}");

    var seen = events.of("recorded");

    assertThat(seen).hasSize(2);
    var event = seen.getFirst();
    assertThat(event.scope()).hasToString("default/production");
    assertThat(event.version()).isEqualTo(1);
    assertThat(event.variant()).isEqualTo("on");
    assertThat(event.reason()).isEqualTo("TARGETING_RULE");
    assertThat(event.rule()).isEqualTo("paying");
    assertThat(event.subject()).isEqualTo("ada");
    assertThat(event.attributes())
        .isEqualTo(
            Map.of("plan", new Value.Text("enterprise"), "address.city", new Value.Text("Rome")));
    assertThat(seen.getLast().subject()).isEmpty();
    assertThat(seen.getLast().attributes()).isEmpty();
  }

  @Test
  void whatWasNotEvaluatedMakesNoEvent() {
    flag("unseen", "\"enabled\": true");
    api.post("/flags/unseen/evaluate", "[]").expectInvalid("");
    api.post("/flags/unseen/evaluate?explain=yes", "{}").expect(400);
    api.delete("/flags/unseen").expect(204);
    api.post("/flags/unseen/evaluate", "{}").expect(404);

    assertThat(events.of("unseen")).isEmpty();
  }

  @Test
  void whatTheStreamHoldsComesOutOfTheTrailNewestFirstAndInPages() {
    flag("trailed", "\"enabled\": true, " + RULES);
    IntStream.range(0, 5)
        .forEach(i ->
            evaluate("trailed", "{\"userId\": \"u%d\", \"plan\": \"enterprise\"}".formatted(i)));
    var seen = events.of("trailed");
    store(seen);
    store(seen);

    var all = api.get("/flags/trailed/audit?type=evaluation").expect(200);
    var subjects = new ArrayList<Object>();
    Object cursor = "";
    do {
      var page = api.get("/flags/trailed/audit?type=evaluation&limit=2" + cursor).expect(200);
      subjects.addAll(page.each("/items", "subject"));
      cursor = page.at("/nextCursor") instanceof String next ? "&cursor=" + next : "";
    } while (!cursor.equals(""));

    var newestFirst =
        seen.stream()
            .sorted(
                java.util.Comparator.comparing(EvaluationEvent::time)
                    .thenComparing(event -> event.id().toString())
                    .reversed())
            .toList();
    assertThat(all.each("/items", "id"))
        .isEqualTo(newestFirst.stream().<Object>map(event -> event.id().toString()).toList());
    assertThat(subjects)
        .isEqualTo(newestFirst.stream().<Object>map(EvaluationEvent::subject).toList());
    assertThat(all.at("/items/0"))
        .isEqualTo(
            Map.of(
                "id",
                newestFirst.getFirst().id().toString(),
                "time",
                newestFirst.getFirst().time().toString(),
                "version",
                1L,
                "variant",
                "on",
                "reason",
                "TARGETING_RULE",
                "ruleId",
                "paying",
                "subject",
                newestFirst.getFirst().subject(),
                "attributes",
                Map.of("plan", "enterprise")));
    String to = newestFirst.getLast().time().toString();
    assertThat(api.get("/flags/trailed/audit?type=evaluation&to=" + to).expect(200).list("/items"))
        .isEmpty();
  }

  @Test
  void aContextMayHoldWhatNoStoreCan() {
    flag("odd", "\"enabled\": true, \"rolloutPercentage\": 50");

    var answer = explain("odd", "{\"userId\": \"a\\u0000b\\ud800c\", \"plan\": \"\\udfff\"}");

    assertThat(answer.at("/reason")).isIn("ROLLOUT", "DEFAULT");
    var seen = events.of("odd");
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().subject()).isEqualTo("a\uFFFDb\uFFFDc");
    store(seen);
    assertThat(api.get("/flags/odd/audit?type=evaluation").at("/items/0/subject"))
        .isEqualTo("a\uFFFDb\uFFFDc");
  }

  @Test
  void aTargetingKeyThatIsNoScalarIsRefusedByName() {
    flag("keyed", "\"enabled\": true");

    api.post("/flags/keyed/evaluate", "{\"targetingKey\": [1]}").expectInvalid("/targetingKey");
    api.post("/flags/keyed/evaluate", "{\"userId\": {}}").expectInvalid("/userId");
    api.post("/flags/keyed/evaluate", "{\"userId\": true}").expectInvalid("/userId");
    api.post("/flags/keyed/evaluate", "{\"userId\": 42.0}").expect(200);
    assertThat(events.of("keyed").getFirst().subject()).isEqualTo("42");
  }

  private static final String RULES =
      """
      "rules": [{"id": "paying", "attribute": "plan", "operator": "eq", "values": ["enterprise"],
                 "variant": "on", "priority": 1}]
      """;

  private void flag(String key, String fields) {
    post("{\"key\": \"%s\", %s}".formatted(key, fields));
  }

  private void post(String flag) {
    api.post("/flags", flag).expect(201);
  }

  private Answer evaluate(String key, String context) {
    return api.post("/flags/%s/evaluate".formatted(key), context).expect(200);
  }

  private Answer explain(String key, String context) {
    return api.post("/flags/%s/evaluate?explain=true".formatted(key), context).expect(200);
  }

  private static String percent(int slot) {
    return "%d.%03d".formatted(slot / 1000, slot % 1000);
  }

  private void store(List<EvaluationEvent> seen) {
    var database = api.database();
    var address =
        new PostgresAddress(
            database.host(),
            database.port(),
            database.name(),
            database.user(),
            database.password());
    try (var postgres = Postgres.open(address, "test", 1)) {
      new EvaluationTrail(postgres).store(Recordings.whole(seen));
    }
  }
}
