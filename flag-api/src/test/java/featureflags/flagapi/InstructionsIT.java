package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Edits by instruction, and what the change trail and the warnings say of any edit.
@TestInstance(Lifecycle.PER_CLASS)
class InstructionsIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void instructionsAreFollowedAllTogetherAndToldInTheTrail() {
    api.create("told");

    var patched =
        patch(
                "told",
                """
                {"instructions":[{"kind":"turnOn"},{"kind":"setRollout","rolloutPercentage":25},
                  {"kind":"addRule","rule":{"id":"staff","attribute":"mail","operator":"ends_with",
                    "values":["@example.com"],"variant":"on"}}],"comment":"first wave"}
                """)
            .expect(200);

    assertThat(patched.at("/version")).isEqualTo(2L);
    assertThat(patched.at("/enabled")).isEqualTo(true);
    assertThat(patched.at("/rules/0/id")).isEqualTo("staff");
    var line = api.get("/flags/told/audit?limit=1").expect(200);
    assertThat(line.at("/items/0/comment")).isEqualTo("first wave");
    assertThat(line.each("/items/0/instructions", "kind"))
        .containsExactlyInAnyOrder("turnOn", "setRollout", "addRule");
    assertThat(line.list("/items/0/summary"))
        .hasSize(3)
        .contains("turned the flag on", "set the rollout to 25 %");
  }

  @Test
  void anyOtherEditIsToldInInstructionsToo() {
    api.create("put");

    api.put("/flags/put", "{\"rolloutPercentage\":7,\"owner\":\"me\"}").expect(200);
    api.delete("/flags/put").expect(204);

    var trail = api.get("/flags/put/audit").expect(200);
    assertThat(trail.at("/items/0/summary")).isEqualTo(List.of("archived the flag"));
    assertThat(trail.list("/items/1/instructions"))
        .containsExactlyInAnyOrder(
            Map.of("kind", "setRollout", "rolloutPercentage", 7L),
            Map.of("kind", "setOwner", "owner", "me"));
    assertThat(trail.at("/items/2/summary")).isEqualTo(List.of("created the flag"));
  }

  @Test
  void oneInstructionThatCannotBeFollowedUndoesThemAll() {
    api.create("none");
    var before = Stored.in(api.database());

    patch(
            "none",
            """
            {"instructions":[{"kind":"turnOn"},{"kind":"removeRule","ruleId":"nobody"},
              {"kind":"setRollout","rolloutPercentage":101}]}
            """)
        .expectInvalid("/instructions/2/rolloutPercentage");
    patch(
            "none",
            "{\"instructions\":[{\"kind\":\"turnOn\"},{\"kind\":\"removeRule\",\"ruleId\":\"nobody\"}]}")
        .expectInvalid("/instructions/1/ruleId");
    patch("none", "{\"instructions\":[{\"kind\":\"turnUp\"}]}")
        .expectInvalid("/instructions/0/kind");
    patch("none", "{\"instructions\":[]}").expectInvalid("/instructions");
    patch("nowhere", "{\"instructions\":[{\"kind\":\"turnOn\"}]}")
        .expectProblem(404, "flag-not-found");
    api.call("PATCH", "/flags/none")
        .with("If-Match", "\"9\"")
        .send("{\"instructions\":[{\"kind\":\"turnOn\"}]}")
        .expectProblem(412, "precondition-failed");

    assertThat(Stored.in(api.database())).isEqualTo(before);
  }

  @Test
  void newWeightsMoveAsFewAsCanBe() {
    api.post(
            "/flags",
            """
            {"key":"weights","type":"string","enabled":true,"rolloutPercentage":100,
             "variants":[{"key":"a","value":"A"},{"key":"b","value":"B"},{"key":"c","value":"C"}],
             "offVariant":"a","defaultVariant":"a",
             "serve":{"split":[{"variant":"a","weight":50},{"variant":"b","weight":50}]}}
            """)
        .expect(201);

    var patched =
        patch(
                "weights",
                "{\"instructions\":[{\"kind\":\"setWeights\",\"weights\":{\"a\":50,\"b\":25,\"c\":25}}]}")
            .expect(200);

    assertThat(patched.at("/serve/split/0/ranges").toString()).isEqualTo("[[0, 50000]]");
    assertThat(patched.at("/serve/split/1/ranges").toString()).isEqualTo("[[50000, 75000]]");
    assertThat(patched.at("/serve/split/2/ranges").toString()).isEqualTo("[[75000, 100000]]");
  }

  @Test
  void whatIsOddIsWarnedOfAndStoredAllTheSame() {
    api.post("/segments", "{\"key\":\"empty\"}").expect(201);

    var made =
        api.post(
                "/flags",
                """
                {"key":"odd","enabled":true,"variants":[{"key":"on","value":true},{"key":"off","value":false},{"key":"spare","value":true}],
                 "rules":[{"when":{"all":[]},"variant":"on"},{"when":{"segment":"empty"},"variant":"on"},
                          {"attribute":"a","operator":"exists","variant":"on","rolloutPercentage":0}]}
                """)
            .expect(201);

    assertThat(made.each("/warnings", "pointer"))
        .contains("/variants/2", "/rules/1", "/rules/1/when/segment", "/rules/2/rolloutPercentage");
    assertThat(api.get("/flags/odd").expect(200).has("/warnings")).isFalse();
    assertThat(api.put("/flags/odd", made.text()).expect(200).at("/version")).isEqualTo(1L);
    assertThat(api.create("sound-" + 1).at("/warnings")).isEqualTo(List.of());
  }

  private Answer patch(String key, String body) {
    return api.call("PATCH", "/flags/" + key).send(body);
  }
}
