package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What both evaluation routes refuse, and how they name the place.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadRequestIT {
  private static final int LARGEST = 64 * 1024;

  private Stores stores;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) {
    stores = Stores.open();
    stores.save(flag("f").enabled().rollout(100).build());
    service = Service.ready(stores.environment(folder));
  }

  @AfterAll
  void stop() {
    service.close();
    assertThat(stores.events()).extracting("reason").containsOnly("ROLLOUT");
    stores.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"flagKey\":\"f\"",
        "{\"flagKey\":\"f\"} {}",
        "{'flagKey':'f'}",
        "{\"flagKey\":\"f\",}",
        "{\"flagKey\":\"f\",\"flagKey\":\"f\"}",
        "{\"flagKey\":\"f\",\"context\":{\"a\":1,\"a\":1}}",
        "{\"flagKey\":\"f\",\"context\":{\"a\":{\"b\":1,\"b\":2}}}",
        "{\"flagKey\":\"f\",\"context\":{\"a\":NaN}}",
        "{\"flagKey\":\"f\",\"context\":{\"a\":-Infinity}}",
        "{\"flagKey\":\"f\",\"context\":{\"a\":01}}",
        "{\"flagKey\":\"f\" /* why */}",
        "\u0000",
        "garbage\u0000garbage"
      })
  void whatIsNotJsonIsRefused(String body) {
    for (String path : new String[] {"/evaluate", "/evaluate/batch"}) {
      var answer = service.post(path, body);

      assertThat(answer.status()).as(path).isEqualTo(400);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.at("type")).isEqualTo("urn:feature-flag-engine:problem:invalid-document");
      assertThat(answer.at("errors", 0, "pointer"))
          .isIn("", "/flagKey", "/context/a", "/context/a/b");
      assertThat(answer.at("errors", 0, "detail")).isNotEmpty();
      assertThat(answer.at("instance")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                             | ``                    | must be an object",
        "\"f\"                                          | ``                    | must be an object",
        "{}                                             | /flagKey              | is missing",
        "{\"flagKey\":null}                             | /flagKey              | is missing",
        "{\"flagKey\":5}                                | /flagKey              | must be a text",
        "{\"flagKey\":[\"f\"]}                          | /flagKey              | must be a text",
        "{\"flagKey\":\"f\",\"context\":[]}             | /context              | must be an object",
        "{\"flagKey\":\"f\",\"context\":\"u\"}          | /context              | must be an object",
        "{\"flagKey\":\"f\",\"context\":{\"userId\":[1]}} | /context/userId     | a text or a number",
        "{\"flagKey\":\"f\",\"context\":{\"userId\":true}} | /context/userId    | a text or a number",
        "{\"flagKey\":\"f\",\"context\":{\"targetingKey\":{}}} | /context/targetingKey | a text or a",
        "{\"flagKey\":\"f\",\"context\":{\"a\":1e999}}  | /context/a            | out of range",
        "{\"flagKey\":\"f\",\"context\":{\"a\":[1,-1e999]}} | /context/a/1      | out of range",
        "{\"flagkey\":\"f\"}                            | /flagKey              | is missing",
        "{\"flagKey\":\"f\",\"contxt\":{}}              | /contxt               | did you mean 'context'",
        "{\"flagKey\":\"f\",\"flagKeys\":[\"f\"]}       | /flagKeys             | is no field here",
        "{\"flagKey\":\"f\",\"a/b~c\":1}                | /a~1b~0c              | is no field here"
      })
  void oneEvaluationNamesThePlaceThatIsWrong(String body, String pointer, String detail) {
    var answer = service.post("/evaluate", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("errors", 0, "pointer")).isEqualTo(pointer);
    assertThat(answer.at("errors", 0, "detail")).contains(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"flagKeys\":\"f\"}                           | /flagKeys   | must be a list",
        "{\"flagKeys\":{}}                              | /flagKeys   | must be a list",
        "{\"flagKeys\":[\"f\",5]}                       | /flagKeys/1 | must be a text",
        "{\"flagKeys\":[null]}                          | /flagKeys/0 | must be a text",
        "{\"flagKeys\":[\"f\"],\"context\":5}           | /context    | must be an object",
        "{\"flagKey\":\"f\"}                            | /flagKey    | did you mean 'flagKeys'"
      })
  void aBatchNamesThePlaceThatIsWrong(String body, String pointer, String detail) {
    var answer = service.post("/evaluate/batch", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("errors", 0, "pointer")).isEqualTo(pointer);
    assertThat(answer.at("errors", 0, "detail")).contains(detail);
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    var answer = service.post("/evaluate", "{\"context\":{\"userId\":[]},\"more\":1}");

    assertThat(answer.at("errors", 0, "pointer")).isEqualTo("/flagKey");
    assertThat(answer.at("errors", 1, "pointer")).isEqualTo("/context/userId");
    assertThat(answer.at("errors", 2, "pointer")).isEqualTo("/more");
  }

  @Test
  void aBatchNamesAtMostFiveHundredKeys() {
    var most = service.post("/evaluate/batch", keys(500));
    var tooMany = service.post("/evaluate/batch", keys(501));

    assertThat(most.status()).isEqualTo(200);
    assertThat(most.size("results")).isEqualTo(500);
    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.at("errors", 0, "pointer")).isEqualTo("/flagKeys");
    assertThat(tooMany.at("errors", 0, "detail")).contains("501").contains("500");
  }

  @Test
  void aBodyHasAtMost64KiB() {
    for (String path : new String[] {"/evaluate", "/evaluate/batch"}) {
      String keys = path.endsWith("batch") ? "\"flagKeys\":[\"f\"]" : "\"flagKey\":\"f\"";

      var most = service.post(path, sized(keys, LARGEST));
      var tooMuch = service.post(path, sized(keys, LARGEST + 1));

      assertThat(most.status()).isEqualTo(200);
      assertThat(tooMuch.status()).isEqualTo(413);
      assertThat(tooMuch.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(tooMuch.at("limit")).isEqualTo("65536");
    }
  }

  @Test
  void aBodyNestsAtMost32Levels() {
    var deepest = service.post("/evaluate", nested(32));
    var tooDeep = service.post("/evaluate", nested(33));
    var absurd = service.post("/evaluate", nested(20_000));

    assertThat(deepest.status()).isEqualTo(200);
    assertThat(tooDeep.status()).isEqualTo(400);
    assertThat(absurd.status()).isEqualTo(400);
  }

  @Test
  void otherMethodsAndPathsAreRefusedAsSuch() {
    assertThat(service.get("/evaluate").status()).isEqualTo(405);
    assertThat(service.get("/evaluate").header("Allow")).contains("POST");
    assertThat(service.post("/evaluate/", "{}").status()).isEqualTo(404);
    assertThat(service.post("/flags", "{}").status()).isEqualTo(404);
  }

  private static String keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\"")
        .collect(Collectors.joining(",", "{\"flagKeys\":[", "],\"context\":{}}"));
  }

  private static String sized(String keys, int size) {
    String start = "{%s,\"context\":{\"a\":\"".formatted(keys);
    String end = "\"}}";
    return start + "x".repeat(size - start.length() - end.length()) + end;
  }

  /// The body and the context are two levels.
  private static String nested(int depth) {
    int lists = depth - 2;
    return "{\"flagKey\":\"f\",\"context\":{\"a\":%s%s}}"
        .formatted("[".repeat(lists), "]".repeat(lists));
  }
}
