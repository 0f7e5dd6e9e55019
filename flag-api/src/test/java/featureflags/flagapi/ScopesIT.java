package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class ScopesIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void theDefaultProjectAndItsEnvironmentsAreThereFromTheStart() {
    assertThat(api.get("/projects").expect(200).each("/items", "key")).contains("default");
    assertThat(api.get("/projects/default/environments").expect(200).each("/items", "key"))
        .contains("development", "production", "staging");
  }

  @Test
  void aProjectAndAnEnvironmentAreMadeListedAndUsed() {
    var project = api.post("/projects", "{\"key\": \"shop\", \"name\": \"The shop\"}").expect(201);
    var environment = api.post("/projects/shop/environments", "{\"key\": \"qa\"}").expect(201);

    assertThat(project.at("/key")).isEqualTo("shop");
    assertThat(project.at("/name")).isEqualTo("The shop");
    assertThat(environment.at("/name")).isEqualTo("qa");
    assertThat(api.get("/projects").each("/items", "key")).contains("shop");
    assertThat(api.get("/projects/shop/environments").each("/items", "key"))
        .isEqualTo(List.of("qa"));
    api.post("/projects/shop/environments/qa/flags", "{\"key\": \"a\"}").expect(201);
    api.get("/projects/shop/environments/production/flags").expectProblem(404, "not-found");
  }

  @Test
  void theLocationOfAPlaceLeadsToWhatItHolds() {
    var project = api.post("/projects", "{\"key\": \"found\"}").expect(201);
    var environment = api.post("/projects/found/environments", "{\"key\": \"e\"}").expect(201);

    for (var made : List.of(project, environment)) {
      api.get(made.header("Location").orElseThrow()).expect(200);
    }
  }

  @Test
  void barePathsAreThoseOfTheDefaultProjectsProduction() {
    api.create("bare");

    var scoped = api.get("/projects/default/environments/production/flags/bare").expect(200);

    assertThat(scoped.body()).isEqualTo(api.get("/flags/bare").body());
  }

  @Test
  void aFlagLivesWholeLivesUnderAScopedPath() {
    String flags = api.environment("life") + "/flags";

    var created = api.post(flags, "{\"key\": \"f\", \"enabled\": true}").expect(201);

    assertThat(created.header("Location")).contains(flags + "/f");
    assertThat(api.get(flags + "/f").expect(200).text()).isEqualTo(created.savedFlag());
    assertThat(api.get(flags).each("/items", "key")).isEqualTo(List.of("f"));
    assertThat(api.put(flags + "/f", "{\"rolloutPercentage\": 100}").expect(200).at("/version"))
        .isEqualTo(2L);
    assertThat(api.post(flags + "/f/evaluate?explain=true", "{}").expect(200).at("/reason"))
        .isEqualTo("ROLLOUT");
    api.delete(flags + "/f").expect(204);
    api.call("POST", flags + "/f/restore").send().expect(200);
    assertThat(api.get(flags + "/f/audit").each("/items", "kind"))
        .isEqualTo(List.of("restored", "archived", "updated", "created"));
    api.get(flags + "/f/audit?type=evaluation").expect(200);
  }

  @Test
  void environmentsDoNotSeeOneAnother() {
    String left = api.environment("left") + "/flags";
    String right = api.environment("right") + "/flags";
    api.post(left, "{\"key\": \"same\", \"owner\": \"left\"}").expect(201);
    api.post(right, "{\"key\": \"same\", \"owner\": \"right\"}").expect(201);
    api.post(left, "{\"key\": \"only-left\"}").expect(201);

    api.put(left + "/same", "{\"enabled\": true}").expect(200);
    api.delete(left + "/same").expect(204);

    assertThat(api.get(right + "/same").at("/version")).isEqualTo(1L);
    assertThat(api.get(right + "/same").at("/owner")).isEqualTo("right");
    assertThat(api.get(right).each("/items", "key")).isEqualTo(List.of("same"));
    assertThat(api.get(right + "/same/audit").list("/items")).hasSize(1);
    api.get(right + "/only-left").expectProblem(404, "flag-not-found");
    api.get(right + "/only-left/audit").expectProblem(404, "flag-not-found");
    api.post(right + "/same/evaluate", "{}").expect(200);
    api.post(left + "/same/evaluate", "{}").expectProblem(404, "flag-not-found");
  }

  @Test
  void anUnknownProjectOrEnvironmentIsNotFoundOnEveryRoute() {
    api.create("known");
    var before = Stored.in(api.database());
    for (String scope :
        List.of(
            "/projects/default/environments/nowhere",
            "/projects/nobody/environments/production",
            "/projects/default/environments/%20",
            "/projects/..%2f/environments/production",
            "/projects/'%3B--/environments/production")) {
      for (String[] route :
          new String[][] {
            {"GET", "/flags"},
            {"POST", "/flags"},
            {"GET", "/flags/known"},
            {"PUT", "/flags/known"},
            {"DELETE", "/flags/known"},
            {"POST", "/flags/known/restore"},
            {"POST", "/flags/known/evaluate"},
            {"GET", "/flags/known/audit"},
            {"GET", "/flags/known/audit?type=evaluation"}
          }) {
        api.call(route[0], scope + route[1])
            .send("{\"key\": \"known\"}")
            .expectProblem(404, "not-found");
      }
    }
    assertThat(Stored.in(api.database())).isEqualTo(before);
  }

  @Test
  void theEnvironmentsOfAnUnknownProjectAreNotFound() {
    api.get("/projects/nobody/environments").expectProblem(404, "not-found");
    api.post("/projects/nobody/environments", "{\"key\": \"a\"}").expectProblem(404, "not-found");
    api.get("/projects/a%20b/environments").expectProblem(404, "not-found");
  }

  @Test
  void aTakenKeyIsAConflictAndChangesNothing() {
    api.post("/projects", "{\"key\": \"taken\", \"name\": \"First\"}").expect(201);
    api.post("/projects/taken/environments", "{\"key\": \"e\", \"name\": \"First\"}").expect(201);
    var before = Stored.in(api.database());

    api.post("/projects", "{\"key\": \"taken\"}").expectProblem(409, "conflict");
    api.post("/projects/taken/environments", "{\"key\": \"e\"}").expectProblem(409, "conflict");
    api.post("/projects", "{\"key\": \"default\"}").expectProblem(409, "conflict");

    assertThat(Stored.in(api.database())).isEqualTo(before);
    assertThat(api.get("/projects/taken/environments").at("/items/0/name")).isEqualTo("First");
  }

  @Test
  void aPlaceThatIsNoneIsRefusedByItsPlaces() {
    var before = Stored.in(api.database());
    var wrong =
        Map.of(
            "{}",
            "/key",
            "{\"key\": \"\"}",
            "/key",
            "{\"key\": \"a b\"}",
            "/key",
            "{\"key\": \"-a\"}",
            "/key",
            "{\"key\": \"ü\"}",
            "/key",
            "{\"key\": 1}",
            "/key",
            "{\"key\": \"%s\"}".formatted("k".repeat(129)),
            "/key",
            "{\"key\": \"a\", \"nmae\": \"b\"}",
            "/nmae",
            "{\"key\": \"a\", \"name\": \"\\u0000\"}",
            "/name",
            "{\"key\": \"a\", \"name\": [1]}",
            "/name");
    wrong.forEach((body, pointer) -> {
      api.post("/projects", body).expectInvalid(pointer);
      api.post("/projects/default/environments", body).expectInvalid(pointer);
    });
    api.post("/projects", "[]").expectInvalid("");

    assertThat(Stored.in(api.database())).isEqualTo(before);
  }

  @Test
  void projectsAreAPagedList() {
    List.of("p1", "p2", "p3")
        .forEach(key -> api.post("/projects", "{\"key\": \"%s\"}".formatted(key)).expect(201));

    var first = api.get("/projects?limit=2&cursor=cA").expect(200);
    var second = api.get("/projects?limit=2&cursor=" + first.at("/nextCursor")).expect(200);

    assertThat(first.each("/items", "key")).isEqualTo(List.of("p1", "p2"));
    assertThat(second.each("/items", "key")).startsWith("p3");
  }
}
