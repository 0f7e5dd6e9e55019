package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class FlagLifeIT {
  private static final String CHECKOUT =
      """
      { "key": "%s", "name": "Checkout V2", "description": "New checkout flow",
        "type": "boolean", "enabled": true,
        "variants": [ {"key": "on", "value": true}, {"key": "off", "value": false} ],
        "offVariant": "off", "defaultVariant": "off",
        "rules": [ { "attribute": "plan", "operator": "eq", "values": ["enterprise"],
                     "variant": "on", "priority": 1 } ],
        "rolloutPercentage": 12.5, "bucketBy": "companyId", "salt": "s", "serve": {"variant": "on"},
        "tags": ["checkout"], "owner": "payments-team" }
      """;

  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void aNewFlagIsFoundWhereItsLocationSays() {
    var created = api.post("/flags", CHECKOUT.formatted("made")).expect(201);

    assertThat(created.header("Content-Type")).contains("application/json");
    assertThat(created.header("Location")).contains("/flags/made");
    assertThat(created.header("ETag")).contains("\"1\"");
    assertThat(created.at("/version")).isEqualTo(1L);
    assertThat(created.at("/createdAt")).isEqualTo(created.at("/updatedAt"));
    assertThat(Instant.parse((String) created.at("/createdAt"))).isBefore(Instant.now());
    var found = api.get(created.header("Location").orElseThrow()).expect(200);
    assertThat(found.text()).isEqualTo(created.savedFlag());
    assertThat(found.header("ETag")).contains("\"1\"");
    assertThat(found.header("X-Stale")).isEmpty();
  }

  @Test
  void everyFieldComesBackAsItWasSent() {
    api.post("/flags", CHECKOUT.formatted("faithful")).expect(201);

    var flag = api.get("/flags/faithful").expect(200);

    assertThat(flag.at("/name")).isEqualTo("Checkout V2");
    assertThat(flag.at("/description")).isEqualTo("New checkout flow");
    assertThat(flag.at("/type")).isEqualTo("boolean");
    assertThat(flag.at("/enabled")).isEqualTo(true);
    assertThat(flag.at("/variants"))
        .isEqualTo(
            List.of(Map.of("key", "on", "value", true), Map.of("key", "off", "value", false)));
    assertThat(flag.at("/rules/0/attribute")).isEqualTo("plan");
    assertThat(flag.at("/rules/0/operator")).isEqualTo("eq");
    assertThat(flag.at("/rules/0/values")).isEqualTo(List.of("enterprise"));
    assertThat(flag.at("/rules/0/variant")).isEqualTo("on");
    assertThat(flag.at("/rules/0/priority")).isEqualTo(1L);
    assertThat(flag.at("/rolloutPercentage")).isEqualTo(12.5);
    assertThat(flag.at("/bucketBy")).isEqualTo("companyId");
    assertThat(flag.at("/salt")).isEqualTo("s");
    assertThat(flag.at("/serve")).isEqualTo(Map.of("variant", "on"));
    assertThat(flag.at("/tags")).isEqualTo(List.of("checkout"));
    assertThat(flag.at("/owner")).isEqualTo("payments-team");
    assertThat(flag.has("/archivedAt")).isFalse();
  }

  @Test
  void aFlagThatSaysNothingIsBooleanAndOffForEverybody() {
    var flag = api.create("plain");

    assertThat(flag.at("/name")).isEqualTo("plain");
    assertThat(flag.at("/type")).isEqualTo("boolean");
    assertThat(flag.at("/enabled")).isEqualTo(false);
    assertThat(flag.each("/variants", "key")).isEqualTo(List.of("on", "off"));
    assertThat(flag.at("/rolloutPercentage")).isEqualTo(0L);
    assertThat(flag.at("/rules")).isEqualTo(List.of());
    assertThat(flag.at("/tags")).isEqualTo(List.of());
    assertThat(flag.at("/owner")).isEqualTo(Optional.empty());
  }

  @Test
  void anUpdateKeepsWhatItDoesNotSayAndClearsWhatIsNull() {
    api.post("/flags", CHECKOUT.formatted("edited")).expect(201);

    var edited =
        api.put(
                "/flags/edited",
                """
                {"rolloutPercentage": 50, "owner": null, "tags": null, "salt": null, "name": null,
                 "rules": null, "bucketBy": null}
                """)
            .expect(200);

    assertThat(edited.header("ETag")).contains("\"2\"");
    assertThat(edited.at("/version")).isEqualTo(2L);
    assertThat(edited.at("/rolloutPercentage")).isEqualTo(50L);
    assertThat(edited.at("/owner")).isEqualTo(Optional.empty());
    assertThat(edited.at("/tags")).isEqualTo(List.of());
    assertThat(edited.at("/salt")).isEqualTo(Optional.empty());
    assertThat(edited.at("/name")).isEqualTo("edited");
    assertThat(edited.at("/rules")).isEqualTo(List.of());
    assertThat(edited.at("/bucketBy")).isEqualTo("targetingKey");
    assertThat(edited.at("/description")).isEqualTo("New checkout flow");
    assertThat(edited.at("/enabled")).isEqualTo(true);
    assertThat(api.get("/flags/edited").text()).isEqualTo(edited.savedFlag());
  }

  @Test
  void anAnswerCanBeSentBackAsItIsAndChangesNothing() {
    var before = api.post("/flags", CHECKOUT.formatted("echoed")).expect(201);

    var after = api.put("/flags/echoed", before.text()).expect(200);

    assertThat(after.body()).isEqualTo(before.body());
    assertThat(after.header("ETag")).contains("\"1\"");
    assertThat(api.get("/flags/echoed/audit").list("/items")).hasSize(1);
  }

  @Test
  void anAnswerCanBeEditedAndSentBack() {
    var before = api.post("/flags", CHECKOUT.formatted("edited-answer")).expect(201);

    var after = api.put("/flags/edited-answer", before.text().replace("12.5", "25")).expect(200);

    assertThat(after.at("/version")).isEqualTo(2L);
    assertThat(after.at("/rolloutPercentage")).isEqualTo(25L);
    assertThat(after.at("/createdAt")).isEqualTo(before.at("/createdAt"));
    assertThat(after.at("/rules")).isEqualTo(before.at("/rules"));
  }

  @Test
  void aKeyNeverChanges() {
    api.create("fixed");

    api.put("/flags/fixed", "{\"key\": \"other\"}").expectInvalid("/key");

    api.put("/flags/fixed", "{\"key\": \"fixed\", \"owner\": \"me\"}").expect(200);
  }

  @Test
  void anArchivedFlagIsReadAuditedAndKeepsItsKeyButIsNeitherListedNorServed() {
    String scope = api.environment("archive");
    api.post(scope + "/flags", "{\"key\": \"old\", \"enabled\": true}").expect(201);

    var archived = api.delete(scope + "/flags/old").expect(204);

    assertThat(archived.body()).isEmpty();
    var flag = api.get(scope + "/flags/old").expect(200);
    assertThat(flag.at("/version")).isEqualTo(2L);
    assertThat(flag.at("/archivedAt")).isEqualTo(flag.at("/updatedAt"));
    assertThat(api.get(scope + "/flags").list("/items")).isEmpty();
    assertThat(api.get(scope + "/flags?archived=true").each("/items", "key"))
        .isEqualTo(List.of("old"));
    assertThat(api.get(scope + "/flags/old/audit").expect(200).list("/items")).hasSize(2);
    var refused =
        api.post(scope + "/flags/old/evaluate", "{}").expectProblem(404, "flag-not-found");
    assertThat(refused.at("/errorCode")).isEqualTo("FLAG_NOT_FOUND");
    api.post(scope + "/flags", "{\"key\": \"old\"}").expectProblem(409, "conflict");
    api.put(scope + "/flags/old", "{\"owner\": \"me\"}").expectProblem(409, "conflict");
  }

  @Test
  void aRestoredFlagIsWhatItWasBeforeItWasArchived() {
    String scope = api.environment("restore");
    var before = api.post(scope + "/flags", CHECKOUT.formatted("back")).expect(201);
    api.delete(scope + "/flags/back").expect(204);

    var restored = api.call("POST", scope + "/flags/back/restore").send().expect(200);

    assertThat(restored.at("/version")).isEqualTo(3L);
    assertThat(restored.header("ETag")).contains("\"3\"");
    assertThat(restored.has("/archivedAt")).isFalse();
    assertThat(definition(restored)).isEqualTo(definition(before));
    assertThat(api.get(scope + "/flags").each("/items", "key")).isEqualTo(List.of("back"));
    assertThat(api.get(scope + "/flags?archived=true").list("/items")).isEmpty();
    api.post(scope + "/flags/back/evaluate", "{}").expect(200);
  }

  @Test
  void archivingAndRestoringTwiceIsTheSameAsOnce() {
    api.create("twice");

    api.delete("/flags/twice").expect(204);
    api.delete("/flags/twice").expect(204);

    assertThat(api.get("/flags/twice").at("/version")).isEqualTo(2L);
    api.call("POST", "/flags/twice/restore").send().expect(200);
    var again = api.call("POST", "/flags/twice/restore").send().expect(200);
    assertThat(again.at("/version")).isEqualTo(3L);
    assertThat(api.get("/flags/twice/audit").list("/items")).hasSize(3);
  }

  @Test
  void aFlagThatIsNotThereIsNotFoundOnEveryRoute() {
    for (String[] route :
        new String[][] {
          {"GET", "/flags/absent"},
          {"PUT", "/flags/absent"},
          {"DELETE", "/flags/absent"},
          {"POST", "/flags/absent/restore"},
          {"POST", "/flags/absent/evaluate"},
          {"GET", "/flags/absent/audit"},
          {"GET", "/flags/absent/audit?type=evaluation"}
        }) {
      api.call(route[0], route[1]).send("{}").expectProblem(404, "flag-not-found");
    }
  }

  @Test
  void everyTypeOfFlagServesItsValues() {
    var values =
        Map.of(
            "string", "\"blue\"",
            "integer", "9007199254740991",
            "number", "0.25",
            "json", "{\"a\": [1, 2.5, null, \"x\"]}");
    values.forEach((type, value) -> {
      api.post(
              "/flags",
              """
              {"key": "typed-%s", "type": "%s", "enabled": true, "rolloutPercentage": 100,
               "variants": [{"key": "a", "value": %s}], "offVariant": "a", "defaultVariant": "a"}
              """
                  .formatted(type, type, value))
          .expect(201);

      var answer = api.post("/flags/typed-%s/evaluate".formatted(type), "{}").expect(200);

      assertThat(answer.text().replace(" ", "")).contains(value.replace(" ", ""));
      assertThat(api.get("/flags/typed-" + type).text().replace(" ", ""))
          .contains(value.replace(" ", ""));
    });
  }

  private static Map<?, ?> definition(Answer flag) {
    var fields = new java.util.LinkedHashMap<>((Map<?, ?>) flag.at(""));
    fields.keySet().removeAll(List.of("version", "createdAt", "updatedAt"));
    return fields;
  }
}
