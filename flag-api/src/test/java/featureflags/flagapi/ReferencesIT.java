package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Flags that refer to flags and segments: what is named is there, and stays there.
@TestInstance(Lifecycle.PER_CLASS)
class ReferencesIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void whatAFlagNamesMustBeThere() {
    api.create("named");
    api.create("put-away");
    api.delete("/flags/put-away").expect(204);
    var before = Stored.in(api.database());

    var refused =
        api.post(
                "/flags",
                """
                {"key":"namer","prerequisites":[{"flag":"named","variants":["on","of"]},{"flag":"missing","variants":["on"]}],
                 "rules":[{"variant":"on","when":{"any":[{"segment":"nobody"},{"not":{"flag":"put-away","variants":["on"]}}]}}]}
                """)
            .expectInvalid(
                "/prerequisites/0/variants/1",
                "/prerequisites/1/flag",
                "/rules/0/when/any/0/segment",
                "/rules/0/when/any/1/not/flag");

    assertThat(refused.text()).contains("did you mean 'off'?").contains("is archived");
    assertThat(Stored.in(api.database())).isEqualTo(before);
  }

  @Test
  void aCircleIsRefusedWithThePathThatClosesIt() {
    api.create("c1");
    api.post("/flags", requiring("c2", "c1")).expect(201);
    api.post("/flags", requiring("c3", "c2")).expect(201);

    var refused = api.put("/flags/c1", requires("c3")).expectInvalid("/prerequisites/0/flag");
    assertThat(refused.text()).contains("c1 → c3 → c2 → c1");
    var condition =
        api.put(
                "/flags/c1",
                "{\"rules\":[{\"variant\":\"on\",\"when\":{\"flag\":\"c2\",\"variants\":[\"on\"]}}]}")
            .expectInvalid("/rules/0/when/flag");
    assertThat(condition.text()).contains("c1 → c2 → c1");
    assertThat(api.put("/flags/c1", requires("c1")).expectInvalid("/prerequisites/0/flag").text())
        .contains("c1 → c1");
  }

  @Test
  void twoSavesAtOnceCannotCloseACircle() {
    for (int i = 0; i < 10; i++) {
      api.create("left-" + i);
      api.create("right-" + i);

      var saves =
          List.of(
              api.call("PUT", "/flags/left-" + i).later(requires("right-" + i)),
              api.call("PUT", "/flags/right-" + i).later(requires("left-" + i)));

      assertThat(saves.stream().map(CompletableFuture::join).map(Answer::status))
          .containsExactlyInAnyOrder(200, 400);
    }
  }

  @Test
  void aFlagThatOthersDependOnIsNotArchived() {
    api.create("base");
    api.post("/flags", requiring("above", "base")).expect(201);
    api.post(
            "/flags",
            "{\"key\":\"aside\",\"rules\":[{\"variant\":\"on\",\"when\":{\"flag\":\"base\",\"variants\":[\"on\"]}}]}")
        .expect(201);

    var refused = api.delete("/flags/base").expectProblem(409, "in-use");
    assertThat(refused.list("/users")).containsExactly("above", "aside");

    api.delete("/flags/above").expect(204);
    api.put("/flags/aside", "{\"rules\":[]}").expect(200);
    api.delete("/flags/base").expect(204);
    api.post("/flags/above/restore", "").expectInvalid("/prerequisites/0/flag");
    api.post("/flags/base/restore", "").expect(200);
    api.post("/flags/above/restore", "").expect(200);
  }

  @Test
  void aVariantThatAnotherFlagAsksForStays() {
    api.post(
            "/flags",
            "{\"key\":\"colours\",\"type\":\"string\",\"variants\":[{\"key\":\"red\",\"value\":\"r\"},{\"key\":\"blue\",\"value\":\"b\"}],\"offVariant\":\"red\",\"defaultVariant\":\"red\"}")
        .expect(201);
    api.post(
            "/flags",
            "{\"key\":\"painter\",\"prerequisites\":[{\"flag\":\"colours\",\"variants\":[\"blue\"]}]}")
        .expect(201);

    var refused =
        api.put("/flags/colours", "{\"variants\":[{\"key\":\"red\",\"value\":\"r\"}]}")
            .expectInvalid("/variants");

    assertThat(refused.text()).contains("painter").contains("blue");
  }

  @Test
  void whoDependsOnTooMuchIsRefused() {
    api.create("level-0");
    for (int level = 1; level <= 8; level++) {
      api.post("/flags", asking("level-" + level, "level-" + (level - 1))).expect(201);
    }

    var refused = api.post("/flags", asking("level-9", "level-8")).expectInvalid("");

    assertThat(refused.text()).contains("at most 1000");
  }

  /// A flag that asks another one twice.
  private static String asking(String key, String other) {
    String asked = "{\"flag\":\"%s\",\"variants\":[\"on\"]}".formatted(other);
    return "{\"key\":\"%s\",\"prerequisites\":[%s],\"rules\":[{\"variant\":\"on\",\"when\":{\"any\":[%s]}}]}"
        .formatted(key, asked, asked);
  }

  private static String requiring(String key, String other) {
    return "{\"key\":\"%s\",%s".formatted(key, requires(other).substring(1));
  }

  private static String requires(String other) {
    return "{\"prerequisites\":[{\"flag\":\"%s\",\"variants\":[\"on\"]}]}".formatted(other);
  }
}
