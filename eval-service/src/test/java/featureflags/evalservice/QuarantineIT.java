package featureflags.evalservice;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Scope;
import featureflags.engine.ValueType;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Flags that were written by an engine that knows more than this one, or were damaged, beside one
/// that was not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuarantineIT {
  private Stores stores;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) {
    stores = Stores.open();
    stores.commit(Scope.DEFAULT, flag("fine").enabled().rollout(100).build());
    stores.commit(
        Scope.DEFAULT,
        flag("newer")
            .enabled()
            .type(ValueType.STRING)
            .variant("on", "yes")
            .variant("off", "no")
            .rule(when("plan", EQ, "pro"))
            .rollout(100)
            .build());
    stores.commit(Scope.DEFAULT, flag("unreadable").enabled().rollout(100).build());
    stores.sql(
        "UPDATE flag SET body = replace(body::text, '\"operator\":\"eq\"',"
            + " '\"operator\":\"telepathy\"')::json WHERE key = 'newer'");
    stores.sql("UPDATE flag SET body = '{\"all\": \"gone\"}' WHERE key = 'unreadable'");
    stores.publish(Scope.DEFAULT);
    service = Service.ready(stores.environment(folder));
    service.awaitServes("fine", "on");
  }

  @AfterAll
  void stop() {
    service.close();
    stores.close();
  }

  @Test
  void aFlagWithAnUnknownOperatorServesItsOffVariantAsAnError() {
    var answer =
        service.post("/evaluate", "{\"flagKey\":\"newer\",\"context\":{\"plan\":\"pro\"}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"flagKey\":\"newer\",\"variant\":\"off\",\"value\":\"no\",\"reason\":\"ERROR\","
                + "\"version\":1}");
  }

  @Test
  void aFlagOfWhichNothingCanBeReadIsAParseError() {
    var answer = service.post("/evaluate", "{\"flagKey\":\"unreadable\"}");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.at("errorCode")).isEqualTo("PARSE_ERROR");
    assertThat(service.serves("unreadable")).isEqualTo("PARSE_ERROR");
  }

  @Test
  void theirNeighboursInABatchAreServed() {
    var answer = service.post("/evaluate/batch", "{\"context\":{}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("results", 0, "variant")).isEqualTo("on");
    assertThat(answer.at("results", 1, "reason")).isEqualTo("ERROR");
    assertThat(answer.at("results", 2, "errorCode")).isEqualTo("PARSE_ERROR");
  }

  @Test
  void readinessAndMetricsTellThem() {
    var ready = service.get("/ready");

    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.at("quarantined")).isEqualTo("2");
    assertThat(service.metric("snapshot_quarantined")).isEqualTo(2);
    assertThat(service.metric("snapshot_flags")).isEqualTo(3);
  }
}
