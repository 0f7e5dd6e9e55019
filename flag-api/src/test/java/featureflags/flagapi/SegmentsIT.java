package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The life of a segment and of its lists, over HTTP.
@TestInstance(Lifecycle.PER_CLASS)
class SegmentsIT {
  private static final String PRO =
      "{\"attribute\":\"plan\",\"operator\":\"eq\",\"values\":[\"pro\"]}";

  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void aSegmentIsMadeReadChangedListedAndDeleted() {
    var made =
        api.post("/segments", "{\"key\":\"life\",\"name\":\"Life\",\"when\":%s}".formatted(PRO))
            .expect(201);
    assertThat(made.header("Location")).contains("/segments/life");
    assertThat(made.header("ETag")).contains("\"1\"");
    assertThat(made.at("/when/attribute")).isEqualTo("plan");
    assertThat(made.at("/included/count")).isEqualTo(0L);

    var changed = api.put("/segments/life", "{\"description\":\"all of them\"}").expect(200);
    assertThat(changed.at("/name")).isEqualTo("Life");
    assertThat(changed.at("/version")).isEqualTo(2L);
    assertThat(api.get("/segments/life").expect(200).text()).isEqualTo(changed.text());
    assertThat(api.get("/segments?q=LIF").expect(200).each("/items", "key")).contains("life");

    api.delete("/segments/life").expect(204);
    api.get("/segments/life").expectProblem(404, "segment-not-found");
    assertThat(api.get("/segments?q=life").expect(200).list("/items")).isEmpty();
    assertThat(api.get("/segments/life/audit").expect(200).each("/items", "kind"))
        .containsExactly("deleted", "updated", "created");
    var again = api.post("/segments", "{\"key\":\"life\"}").expect(201);
    assertThat(again.at("/version")).isEqualTo(4L);
  }

  @Test
  void keysCanBeSentWithTheSegment() {
    var made =
        api.post(
                "/segments",
                "{\"key\":\"along\",\"included\":[\"a\",\"b\",\"b\"],\"excluded\":[\"c\"]}")
            .expect(201);
    assertThat(made.at("/included/count")).isEqualTo(2L);
    assertThat(made.at("/excluded/count")).isEqualTo(1L);
    assertThat(lines("/segments/along/included")).containsExactlyInAnyOrder("a", "b");

    // What was answered can be sent as it is, and keeps the lists.
    assertThat(api.put("/segments/along", made.text()).expect(200).text()).isEqualTo(made.text());
    api.put("/segments/along", "{\"included\":[\"z\"]}").expect(200);
    assertThat(lines("/segments/along/included")).containsExactly("z");
    assertThat(lines("/segments/along/excluded")).containsExactly("c");
    api.put("/segments/along", "{\"excluded\":[]}").expect(200);
    assertThat(lines("/segments/along/excluded")).isEmpty();
  }

  @Test
  void listsAreReplacedAndEditedByLines() {
    api.post("/segments", "{\"key\":\"lines\"}").expect(201);

    var replaced = api.put("/segments/lines/included", "\uFEFFu1\r\nu2\n\nü3 x\n").expect(200);
    assertThat(replaced.at("/included/count")).isEqualTo(3L);
    assertThat(lines("/segments/lines/included")).containsExactlyInAnyOrder("u1", "u2", "ü3 x");

    api.post("/segments/lines/included/add", "u4\nu1").expect(200);
    api.post("/segments/lines/included/remove", "u2\nnobody\n").expect(200);
    assertThat(lines("/segments/lines/included")).containsExactlyInAnyOrder("u1", "ü3 x", "u4");
    var same = api.post("/segments/lines/included/add", "u4").expect(200);
    assertThat(same.at("/version")).isEqualTo(4L);

    var trail = api.get("/segments/lines/audit?limit=1").expect(200);
    assertThat(trail.at("/items/0/instructions/0"))
        .isEqualTo(
            Map.of("kind", "removeKeys", "list", "included", "count", 1L, "keys", List.of("u2")));
  }

  @Test
  void aMillionKeysAreTakenAndGivenBackAsAStream() {
    api.post("/segments", "{\"key\":\"million\"}").expect(201);
    byte[] body =
        IntStream.range(0, 1_000_000)
            .mapToObj(i -> new UUID(0x5eed_0000_0000_4000L + i, 0x8000_0000_0000_0000L | i) + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.US_ASCII);

    var stored =
        api.call("PUT", "/segments/million/included")
            .send(BodyPublishers.ofByteArray(body))
            .expect(200);

    assertThat(stored.at("/included/count")).isEqualTo(1_000_000L);
    byte[] back = api.get("/segments/million/included").expect(200).body();
    assertThat(back).hasSameSizeAs(body);
    assertThat(sorted(back)).isEqualTo(sorted(body));
    api.post("/segments/million/excluded/add", "one more").expectProblem(400, "bad-request");
    api.post("/segments/million/included/remove", new UUID(0x5eed_0000_0000_4000L, 1L << 63) + "\n")
        .expect(200);
    var one = api.post("/segments/million/excluded/add", "one more").expect(200);
    assertThat(one.at("/included/count")).isEqualTo(999_999L);
  }

  @Test
  void whatIsNoListOfKeysIsRefusedAndNothingIsStored() {
    api.post("/segments", "{\"key\":\"bad\",\"included\":[\"kept\"]}").expect(201);
    var before = Stored.in(api.database());

    refused("u1\n" + "x".repeat(5_000) + "\n", "line 2");
    refused("u1\nu2\n" + "x".repeat(1_025) + "\n", "key 3");
    refused("u\u0000\n", "key 1");
    api.call("PUT", "/segments/bad/included")
        .send(BodyPublishers.ofByteArray(new byte[] {'a', '\n', (byte) 0xc3, '\n'}))
        .expectProblem(400, "bad-request");
    api.put("/segments/nobody/included", "u1\n").expectProblem(404, "segment-not-found");
    api.put("/segments/bad/included?x=1", "u1\n").expectProblem(400, "bad-request");
    api.post("/segments/bad/kept/add", "u1\n").expectProblem(404, "not-found");

    assertThat(Stored.in(api.database())).isEqualTo(before);
    assertThat(lines("/segments/bad/included")).containsExactly("kept");
  }

  private void refused(String lines, String place) {
    var refused = api.put("/segments/bad/included", lines).expectProblem(400, "bad-request");
    assertThat((String) refused.at("/detail")).contains(place);
  }

  @Test
  void aSegmentThatIsNoneIsRefusedWithEverythingThatIsWrong() {
    api.post(
            "/segments",
            """
            {"key":"no key","nam":"x","included":["ok",5,""],"excluded":"e",
             "when":{"all":[{"segment":"beta"},{"attribute":"a","operator":"in_cidr","values":["x"]}]}}
            """)
        .expectInvalid(
            "/key", "/nam", "/included/1", "/included/2", "/excluded", "/when/all/1/values/0");
    api.post("/segments", "{\"key\":\"refers\",\"when\":{\"not\":{\"segment\":\"beta\"}}}")
        .expectInvalid("/when");
  }

  @Test
  void aTakenKeyAStaleVersionAndAnUnknownEnvironmentAreRefused() {
    api.post("/segments", "{\"key\":\"taken\"}").expect(201);

    api.post("/segments", "{\"key\":\"taken\"}").expectProblem(409, "conflict");
    api.call("PUT", "/segments/taken")
        .with("If-Match", "\"2\"")
        .send("{\"name\":\"x\"}")
        .expectProblem(412, "precondition-failed");
    api.call("PUT", "/segments/taken/included")
        .with("If-Match", "\"2\"")
        .send("u1\n")
        .expectProblem(412, "precondition-failed");
    api.call("DELETE", "/segments/taken")
        .with("If-Match", "\"2\"")
        .send()
        .expectProblem(412, "precondition-failed");
    api.call("GET", "/segments/taken").with("If-None-Match", "\"1\"").send().expect(304);
    for (String path : List.of("/segments", "/segments/taken", "/segments/taken/included")) {
      api.get("/projects/default/environments/nowhere" + path).expectProblem(404, "not-found");
    }
    api.call("POST", "/segments/taken/included/add")
        .with("Sec-Fetch-Site", "cross-site")
        .send("u1\n")
        .expectProblem(403, "cross-site");
  }

  @Test
  void aSegmentThatAFlagUsesIsNotDeleted() {
    api.post("/segments", "{\"key\":\"used\"}").expect(201);
    api.post(
            "/flags",
            "{\"key\":\"user-of-it\",\"rules\":[{\"when\":{\"segment\":\"used\"},\"variant\":\"on\"}]}")
        .expect(201);

    var refused = api.delete("/segments/used").expectProblem(409, "in-use");

    assertThat(refused.list("/users")).containsExactly("user-of-it");
    api.delete("/flags/user-of-it").expect(204);
    api.delete("/segments/used").expect(204);
  }

  private List<String> lines(String path) {
    return api.get(path).expect(200).text().lines().toList();
  }

  private static List<String> sorted(byte[] lines) {
    String[] keys = new String(lines, StandardCharsets.US_ASCII).split("\n", -1);
    Arrays.sort(keys);
    return List.of(keys);
  }
}
