package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class ConditionalRequestsIT {
  private static final String EDIT = "{\"owner\": \"me\"}";

  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void whoHasTheVersionAlreadyIsToldSo() {
    api.create("seen");

    for (String tag : List.of("\"1\"", "W/\"1\"", "*", "\"7\", \"1\"", "\"a,b\", W/\"1\"")) {
      var answer = api.call("GET", "/flags/seen").with("If-None-Match", tag).send().expect(304);
      assertThat(answer.body()).as(tag).isEmpty();
      assertThat(answer.header("ETag")).contains("\"1\"");
    }
  }

  @Test
  void whoHasAnotherVersionGetsThisOne() {
    api.create("renewed");
    api.put("/flags/renewed", EDIT).expect(200);

    for (String tag : List.of("\"1\"", "\"22\"", "2", "\"\"", "nonsense")) {
      var answer = api.call("GET", "/flags/renewed").with("If-None-Match", tag).send().expect(200);
      assertThat(answer.at("/version")).as(tag).isEqualTo(2L);
    }
  }

  @Test
  void anEditOfTheCurrentVersionIsStored() {
    for (String tag : List.of("\"1\"", "*", "\"9\", \"1\"", " \"1\" ")) {
      String key = "current-" + tag.hashCode();
      api.create(key);

      var edited = api.call("PUT", "/flags/" + key).with("If-Match", tag).send(EDIT).expect(200);

      assertThat(edited.at("/version")).isEqualTo(2L);
    }
  }

  @Test
  void anEditOfAnotherVersionIsRefusedWithTheCurrentOne() {
    api.create("contested");
    api.put("/flags/contested", "{\"owner\": \"somebody\"}").expect(200);
    var before = Stored.in(api.database());

    for (String tag :
        List.of("\"1\"", "\"3\"", "W/\"2\"", "\"02\"", "\"x\"", "\"99999999999999999999\"")) {
      for (String[] route :
          new String[][] {
            {"PUT", "/flags/contested"},
            {"DELETE", "/flags/contested"},
            {"POST", "/flags/contested/restore"}
          }) {
        var refused =
            api.call(route[0], route[1])
                .with("If-Match", tag)
                .send(EDIT)
                .expectProblem(412, "precondition-failed");
        assertThat(refused.at("/currentVersion")).isEqualTo(2L);
        assertThat(refused.header("ETag")).contains("\"2\"");
      }
    }

    assertThat(Stored.in(api.database())).isEqualTo(before);
  }

  @Test
  void aTagWithoutQuotesIsRefusedSoThatNobodyTakesItForAMatch() {
    api.create("unquoted");
    var before = Stored.in(api.database());

    for (String tag :
        List.of("1", "\"1", "1\"", "\"1\" \"2\"", "\"1\",", ",", "w/\"1\"", "\"1\", *")) {
      var refused =
          api.call("PUT", "/flags/unquoted")
              .with("If-Match", tag)
              .send(EDIT)
              .expectProblem(400, "bad-request");
      assertThat((String) refused.at("/detail")).contains("If-Match");
    }

    assertThat(Stored.in(api.database())).isEqualTo(before);
  }

  @Test
  void tagsOnSeveralLinesAreOneList() {
    api.create("lines");

    api.call("PUT", "/flags/lines")
        .with("If-Match", "\"8\"")
        .with("If-Match", "\"1\"")
        .send(EDIT)
        .expect(200);
    api.call("GET", "/flags/lines")
        .with("If-None-Match", "\"8\"")
        .with("If-None-Match", "\"2\"")
        .send()
        .expect(304);
  }

  @Test
  void aListOfTagsMayBeAsLongAsAHeader() {
    api.create("long-list");
    String tags = "\"9\",".repeat(4000) + "\"1\"";

    api.call("GET", "/flags/long-list").with("If-None-Match", tags).send().expect(304);
    api.call("PUT", "/flags/long-list").with("If-Match", tags).send(EDIT).expect(200);
  }

  @Test
  void ofManyEditsOfOneVersionExactlyOneWins() {
    api.create("raced");

    var answers =
        IntStream.range(0, 40)
            .mapToObj(i ->
                api.call("PUT", "/flags/raced")
                    .with("If-Match", "\"1\"")
                    .later("{\"owner\": \"writer-%d\"}".formatted(i)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 412).hasSize(39);
    assertThat(api.get("/flags/raced").at("/version")).isEqualTo(2L);
  }

  @Test
  void ofManyEditsWithoutAConditionNoneIsLost() {
    api.create("counted");

    var answers =
        IntStream.range(0, 40)
            .mapToObj(i ->
                api.call("PUT", "/flags/counted").later("{\"owner\": \"writer-%d\"}".formatted(i)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers.stream().map(answer -> answer.at("/version")).distinct()).hasSize(40);
    assertThat(api.get("/flags/counted").at("/version")).isEqualTo(41L);
    assertThat(api.get("/flags/counted/audit?limit=500").list("/items")).hasSize(41);
  }
}
