package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Flags that ask other flags and segments, tried where they are stored.
@TestInstance(Lifecycle.PER_CLASS)
class ReferringEvaluationIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @BeforeAll
  void flagsAndSegments() {
    api.post(
            "/segments",
            """
            {"key":"beta","included":["in","both"],"excluded":["out","both"],
             "when":{"attribute":"plan","operator":"eq","values":["pro"]}}
            """)
        .expect(201);
    api.post("/segments", "{\"key\":\"crowd\"}").expect(201);
    api.put(
            "/segments/crowd/included",
            IntStream.range(0, 5_000).mapToObj(i -> "user-" + i).collect(Collectors.joining("\n")))
        .expect(200);
    api.post(
            "/flags",
            "{\"key\":\"ground\",\"enabled\":true,\"rules\":[{\"when\":{\"segment\":\"crowd\"},\"variant\":\"on\"}]}")
        .expect(201);
    api.post(
            "/flags",
            """
            {"key":"floor","enabled":true,"prerequisites":[{"flag":"ground","variants":["on"]}],
             "rules":[{"id":"testers","when":{"segment":"beta"},"variant":"on"}]}
            """)
        .expect(201);
    api.post(
            "/flags",
            """
            {"key":"roof","enabled":true,"rules":[
              {"id":"r1","variant":"on",
               "when":{"all":[{"flag":"floor","variants":["on"]},{"not":{"segment":"crowd"}}]}},
              {"id":"r2","variant":"on","when":{"flag":"floor","variants":["on"]}}]}
            """)
        .expect(201);
  }

  @Test
  void aSegmentIsItsListsAndItsCondition() {
    String key = segmentFlag();

    assertThat(served(key, "{\"userId\":\"in\"}")).isEqualTo("on");
    assertThat(served(key, "{\"userId\":\"both\",\"plan\":\"pro\"}")).isEqualTo("off");
    assertThat(served(key, "{\"userId\":\"out\",\"plan\":\"pro\"}")).isEqualTo("off");
    assertThat(served(key, "{\"userId\":\"else\",\"plan\":\"pro\"}")).isEqualTo("on");
    assertThat(served(key, "{\"plan\":\"pro\"}")).isEqualTo("on");
    assertThat(served(key, "{\"userId\":\"else\"}")).isEqualTo("off");
  }

  private String segmentFlag() {
    String key = "of-beta";
    api.post(
            "/flags",
            "{\"key\":\"%s\",\"enabled\":true,\"rules\":[{\"when\":{\"segment\":\"beta\"},\"variant\":\"on\"}]}"
                .formatted(key))
        .expect(201);
    return key;
  }

  @Test
  void prerequisitesAreAskedHoweverFarTheyAre() {
    var failed = evaluate("floor", "{\"userId\":\"in\"}");
    assertThat(failed.at("/reason")).isEqualTo("PREREQUISITE_FAILED");
    assertThat(failed.at("/variant")).isEqualTo("off");

    var held = evaluate("floor", "{\"userId\":\"user-4999\",\"plan\":\"pro\"}");
    assertThat(held.at("/ruleId")).isEqualTo("testers");
    assertThat(evaluate("roof", "{\"userId\":\"user-4999\",\"plan\":\"pro\"}").at("/ruleId"))
        .isEqualTo("r2");
    assertThat(served("roof", "{\"userId\":\"user-5000\",\"plan\":\"pro\"}")).isEqualTo("off");
  }

  @Test
  void anExplanationGoesThroughTheOtherFlagsAndSegments() {
    var explained =
        api.post("/flags/roof/evaluate?explain=true", "{\"userId\":\"user-7\",\"plan\":\"pro\"}")
            .expect(200);

    assertThat(explained.at("/explanation/steps/0/condition/all/0/variant")).isEqualTo("on");
    assertThat(explained.at("/explanation/steps/0/condition/all/0/reason"))
        .isEqualTo("TARGETING_RULE");
    assertThat(explained.at("/explanation/steps/0/condition/all/1/not/listed"))
        .isEqualTo("included");
    assertThat(explained.at("/explanation/steps/0/served")).isEqualTo(false);
    String nested = "/explanation/steps/1/condition/explanation/steps";
    assertThat(explained.at(nested + "/0/step")).isEqualTo("prerequisite");
    assertThat(explained.at(nested + "/0/held")).isEqualTo(true);
    assertThat(explained.at(nested + "/1/condition/condition/seen")).isEqualTo("pro");
    assertThat(explained.at("/explanation/steps/1/served")).isEqualTo(true);
  }

  @Test
  void aSplitIsToldWithItsRange() {
    api.post(
            "/flags",
            """
            {"key":"split","enabled":true,"type":"string","rolloutPercentage":100,
             "variants":[{"key":"a","value":"A"},{"key":"b","value":"B"}],
             "offVariant":"a","defaultVariant":"a",
             "serve":{"split":[{"variant":"a","weight":60},{"variant":"b","weight":40}]}}
            """)
        .expect(201);

    var explained =
        api.post("/flags/split/evaluate?explain=true", "{\"userId\":\"user-1\"}").expect(200);

    long slot = (long) explained.at("/explanation/steps/0/split/slot");
    assertThat(explained.at("/explanation/steps/0/split/input")).isEqualTo("user-1:split:split");
    assertThat(explained.at("/variant")).isEqualTo(slot < 60_000 ? "a" : "b");
    assertThat(served("split", "{}")).isEqualTo("a");
    var moved =
        api.put(
                "/flags/split",
                "{\"serve\":{\"split\":[{\"variant\":\"a\",\"weight\":50},{\"variant\":\"b\",\"weight\":50}]}}")
            .expect(200);
    assertThat(moved.at("/serve/split/0/ranges").toString()).isEqualTo("[[0, 50000]]");
    assertThat(moved.at("/serve/split/1/ranges").toString()).isEqualTo("[[50000, 100000]]");
    var back =
        api.put(
                "/flags/split",
                "{\"serve\":{\"split\":[{\"variant\":\"b\",\"weight\":75},{\"variant\":\"a\",\"weight\":25}]}}")
            .expect(200);
    assertThat(back.at("/serve/split/0/ranges").toString()).isEqualTo("[[25000, 100000]]");
  }

  private Answer evaluate(String flag, String context) {
    return api.post("/flags/" + flag + "/evaluate", context).expect(200);
  }

  private Object served(String flag, String context) {
    return evaluate(flag, context).at("/variant");
  }
}
