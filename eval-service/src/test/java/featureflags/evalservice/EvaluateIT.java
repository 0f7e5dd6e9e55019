package featureflags.evalservice;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Scope;
import featureflags.engine.ValueType;
import featureflags.testkit.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What both evaluation routes answer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EvaluateIT {
  private Stores stores;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) {
    stores = Stores.open();
    stores.save(
        flag("checkout").enabled().rule(when("plan", EQ, "pro").id("pros")).rollout(100).build(),
        flag("disabled").rollout(100).build(),
        flag("everybody").enabled().rollout(100).build(),
        flag("nobody").enabled().build(),
        flag("by-user").enabled().rule(when("userId", EQ, 42)).build(),
        flag("colour")
            .enabled()
            .type(ValueType.STRING)
            .variant("red", "#f00")
            .variant("blue", "#00f")
            .off("red")
            .otherwise("blue")
            .serve("red")
            .build(),
        flag("config")
            .enabled()
            .type(ValueType.JSON)
            .variant("off", Map.of("limit", 5, "hosts", List.of("a", "b")))
            .serve("off")
            .build(),
        flag("ratio").type(ValueType.NUMBER).variant("off", 0.25).serve("off").build(),
        flag("old").enabled().rollout(100).build());
    stores.archive("old");
    Scope other = stores.place("shop", "test");
    stores.commit(other, flag("only-here").enabled().rollout(100).build());
    stores.commit(other, flag("checkout").build());
    stores.publish(other);
    stores.publish(Scope.DEFAULT);
    service = Service.ready(stores.environment(folder));
    service.awaitServes("old", "FLAG_NOT_FOUND");
  }

  @AfterAll
  void stop() {
    service.close();
    stores.close();
  }

  @Test
  void aRuleServesWithItsId() {
    var answer =
        service.post("/evaluate", "{\"flagKey\":\"checkout\",\"context\":{\"plan\":\"pro\"}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"flagKey\":\"checkout\",\"variant\":\"on\",\"value\":true,"
                + "\"reason\":\"TARGETING_RULE\",\"ruleId\":\"pros\",\"version\":1}");
  }

  @Test
  void eachReasonHasItsAnswer() {
    assertThat(one("disabled", "{}"))
        .isEqualTo(
            "{\"flagKey\":\"disabled\",\"variant\":\"off\",\"value\":false,"
                + "\"reason\":\"FLAG_DISABLED\",\"version\":1}");
    assertThat(one("everybody", "{}"))
        .isEqualTo(
            "{\"flagKey\":\"everybody\",\"variant\":\"on\",\"value\":true,"
                + "\"reason\":\"ROLLOUT\",\"version\":1}");
    assertThat(one("nobody", "{\"userId\":\"u\"}"))
        .isEqualTo(
            "{\"flagKey\":\"nobody\",\"variant\":\"off\",\"value\":false,"
                + "\"reason\":\"DEFAULT\",\"version\":1}");
  }

  @Test
  void valuesOfEveryTypeComeAsTheyWereWritten() {
    assertThat(service.post("/evaluate", "{\"flagKey\":\"colour\"}").at("value")).isEqualTo("#00f");
    assertThat(one("config", "{}")).containsPattern("\"value\":\\{.*\"hosts\":\\[\"a\",\"b\"\\]");
    assertThat(one("ratio", "{}")).contains("\"value\":0.25");
  }

  @Test
  void theContextMayBeMissingOrNull() {
    var missing = service.post("/evaluate", "{\"flagKey\":\"everybody\"}");
    var nothing = service.post("/evaluate", "{\"flagKey\":\"everybody\",\"context\":null}");

    assertThat(missing.at("reason")).isEqualTo("ROLLOUT");
    assertThat(nothing.body()).isEqualTo(missing.body());
  }

  @Test
  void aNumberIsAsGoodAUserIdAsItsText() {
    var number = one("by-user", "{\"userId\":42}");
    var text = one("by-user", "{\"userId\":\"42\"}");

    assertThat(number).contains("TARGETING_RULE").isEqualTo(text);
  }

  @Test
  void theTargetingKeyIsTheSubjectAlsoBesideAUserId() {
    assertThat(one("by-user", "{\"targetingKey\":\"42\"}")).contains("TARGETING_RULE");
    assertThat(one("by-user", "{\"targetingKey\":\"7\",\"userId\":\"42\"}")).contains("DEFAULT");
  }

  @Test
  void anUnknownFlagIsNotFound() {
    var answer = service.post("/evaluate", "{\"flagKey\":\"nosuch\",\"context\":{}}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.at("type")).isEqualTo("urn:feature-flag-engine:problem:flag-not-found");
    assertThat(answer.at("errorCode")).isEqualTo("FLAG_NOT_FOUND");
    assertThat(answer.at("detail")).contains("nosuch");
    assertThat(answer.at("instance")).isNotEmpty();
  }

  @Test
  void anArchivedFlagIsNotFound() {
    var single = service.post("/evaluate", "{\"flagKey\":\"old\",\"context\":{}}");

    assertThat(single.status()).isEqualTo(404);
    assertThat(single.at("errorCode")).isEqualTo("FLAG_NOT_FOUND");
    assertThat(service.serves("old")).isEqualTo("FLAG_NOT_FOUND");
  }

  @Test
  void aBatchAnswersInTheOrderOfItsKeysAndServesTheNeighboursOfAnUnknownFlag() {
    var answer =
        service.post(
            "/evaluate/batch",
            "{\"flagKeys\":[\"nobody\",\"nosuch\",\"everybody\"],\"context\":{}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"results\":[{\"flagKey\":\"nobody\",\"variant\":\"off\",\"value\":false,"
                + "\"reason\":\"DEFAULT\",\"version\":1},"
                + "{\"flagKey\":\"nosuch\",\"errorCode\":\"FLAG_NOT_FOUND\","
                + "\"errorDetails\":\"there is no such flag in this environment\"},"
                + "{\"flagKey\":\"everybody\",\"variant\":\"on\",\"value\":true,"
                + "\"reason\":\"ROLLOUT\",\"version\":1}]}");
  }

  @Test
  void aBatchWithoutKeysIsEveryFlagInUseByKey() {
    var absent = service.post("/evaluate/batch", "{\"context\":{}}");
    var nothing = service.post("/evaluate/batch", "{\"flagKeys\":null}");

    assertThat(keys(absent))
        .containsExactly(
            "by-user", "checkout", "colour", "config", "disabled", "everybody", "nobody", "ratio");
    assertThat(nothing.body()).isEqualTo(absent.body());
  }

  @Test
  void aBatchOfNoKeysHasNoResults() {
    var answer = service.post("/evaluate/batch", "{\"flagKeys\":[],\"context\":{}}");

    assertThat(answer.body()).isEqualTo("{\"results\":[]}");
  }

  @Test
  void scopedPathsSpeakOfTheirEnvironment() {
    String scope = "/projects/shop/environments/test";

    var single = service.post(scope + "/evaluate", "{\"flagKey\":\"only-here\"}");
    var batch = service.post(scope + "/evaluate/batch", "{}");
    var bare = service.post("/evaluate", "{\"flagKey\":\"only-here\"}");
    var longForm =
        service.post(
            "/projects/default/environments/production/evaluate", "{\"flagKey\":\"everybody\"}");

    assertThat(single.at("variant")).isEqualTo("on");
    assertThat(keys(batch)).containsExactly("checkout", "only-here");
    assertThat(bare.status()).isEqualTo(404);
    assertThat(longForm.at("variant")).isEqualTo("on");
  }

  @Test
  void anEnvironmentWithoutFlagsKnowsNone() {
    String scope = "/projects/default/environments/staging";

    assertThat(service.post(scope + "/evaluate/batch", "{}").body()).isEqualTo("{\"results\":[]}");
    assertThat(service.post(scope + "/evaluate", "{\"flagKey\":\"everybody\"}").at("errorCode"))
        .isEqualTo("FLAG_NOT_FOUND");
  }

  @Test
  void anUnknownScopeIsNotFound() {
    String unknown = "/projects/shop/environments/production/evaluate";
    Await.until(
        "the stores to have said which environments there are",
        Service.PATIENCE,
        () -> service.post(unknown, "{\"flagKey\":\"everybody\"}").status() != 503);

    for (String scope :
        List.of(
            "/projects/shop/environments/production",
            "/projects/nosuch/environments/test",
            "/projects/-no-key-/environments/test",
            "/projects/a%2Fb/environments/%00")) {
      var answer = service.post(scope + "/evaluate", "{\"flagKey\":\"everybody\"}");

      assertThat(answer.status()).as(scope).isEqualTo(404);
      assertThat(answer.at("type")).isEqualTo("urn:feature-flag-engine:problem:not-found");
    }
  }

  @Test
  void whatAFlagKeyCannotBeIsAnUnknownFlagWhateverItsCharacters() {
    for (String key : List.of("", "a b", "\\u0000", "\\ud800", "é🌸", "x".repeat(5_000))) {
      var single = service.post("/evaluate", "{\"flagKey\":\"%s\"}".formatted(key));
      var batch =
          service.post("/evaluate/batch", "{\"flagKeys\":[\"everybody\",\"%s\"]}".formatted(key));

      assertThat(single.status()).as(key).isEqualTo(404);
      assertThat(single.at("errorCode")).isEqualTo("FLAG_NOT_FOUND");
      assertThat(batch.status()).as(key).isEqualTo(200);
      assertThat(batch.at("results", 0, "variant")).isEqualTo("on");
      assertThat(batch.at("results", 1, "errorCode")).isEqualTo("FLAG_NOT_FOUND");
    }
  }

  private String one(String flag, String context) {
    return service
        .post("/evaluate", "{\"flagKey\":\"%s\",\"context\":%s}".formatted(flag, context))
        .body();
  }

  private static List<String> keys(Answer batch) {
    return java.util.stream.IntStream.range(0, batch.size("results"))
        .mapToObj(i -> batch.at("results", i, "flagKey"))
        .toList();
  }
}
