package featureflags.flagapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class HostileInputIT {
  private static final int MEBIBYTE = 1024 * 1024;

  private final RunningApi api = RunningApi.fresh();

  HostileInputIT() {
    api.create("victim");
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void whatIsNotJsonIsRefusedAndStoresNothing() {
    refusedEverywhere(
        List.of(
            "",
            " ",
            "{",
            "}",
            "{\"key\": \"a\"",
            "{\"key\": \"a\",}",
            "{'key': 'a'}",
            "{key: 1}",
            "{\"key\": \"a\"} x",
            "{\"key\": \"a\"}{\"key\": \"b\"}",
            "// c\n{}",
            "nul",
            "\u0000",
            "{\"key\": \"a\tb\"}",
            "{\"key\": \"\\x\"}",
            "{\"key\": \"\\u12\"}",
            "{\"key\": 01}",
            "{\"key\": NaN}",
            "{\"key\": Infinity}",
            "{\"key\": -Infinity}",
            "{\"key\": +1}",
            "{\"key\": .5}",
            "{\"key\": 1e400}",
            "{\"key\": -1e400}",
            "{\"key\": 0x1}",
            "{\"key\": \"a\", \"key\": \"a\"}",
            "{\"key\": \"a\", \"tags\": [], \"ta\\u0067s\": []}",
            "{\"key\": \"a\", \"variants\": [{\"key\": \"on\", \"key\": \"off\"}]}",
            "{\"key\": %s}".formatted("9".repeat(500))));
  }

  @Test
  void whatIsNoObjectIsRefused() {
    refusedEverywhere(List.of("[]", "[{\"key\": \"a\"}]", "null", "true", "1", "\"key\""));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    unchanged(() -> {
      var body = "{\"key\": \"bytes\", \"name\": \"J\u00fcrgen\"}";
      for (byte[] bytes : List.of(body.getBytes(ISO_8859_1), surrogateInUtf8())) {
        api.call("POST", "/flags")
            .send(BodyPublishers.ofByteArray(bytes))
            .expectProblem(400, "invalid-document");
      }
    });
  }

  @Test
  void aNumberBeyondADoubleIsNamedByItsPlace() {
    unchanged(() -> {
      api.post("/flags", "{\"key\": \"a\", \"rolloutPercentage\": 1e400}")
          .expectInvalid("/rolloutPercentage");
      api.post("/flags/victim/evaluate", "{\"a\": [0, -1e400]}").expectInvalid("/a/1");
    });
  }

  @Test
  void aMisspeltFieldIsRefusedByNameWithTheRightOne() {
    unchanged(() -> {
      var refused =
          api.post("/flags", "{\"key\": \"a\", \"rolloutPercent\": 5}")
              .expectInvalid("/rolloutPercent");
      assertThat((String) refused.at("/errors/0/detail")).contains("'rolloutPercentage'");
      api.put("/flags/victim", "{\"rolloutPercent\": 5}").expectInvalid("/rolloutPercent");
      api.put("/flags/victim", "{\"Enabled\": true}").expectInvalid("/Enabled");
      api.put("/flags/victim", "{\"a/b~c\": 1}").expectInvalid("/a~1b~0c");
      api.put("/flags/victim", "{\"\": 1}").expectInvalid("/");
    });
  }

  @Test
  void eachWrongValueIsNamedByItsPlace() {
    var wrong =
        Map.ofEntries(
            Map.entry("\"enabled\": \"true\"", "/enabled"),
            Map.entry("\"enabled\": 1", "/enabled"),
            Map.entry("\"name\": 1", "/name"),
            Map.entry("\"tags\": \"a\"", "/tags"),
            Map.entry("\"tags\": [\"a\", 1]", "/tags/1"),
            Map.entry("\"type\": \"bool\"", "/type"),
            Map.entry("\"rolloutPercentage\": \"50\"", "/rolloutPercentage"),
            Map.entry("\"rolloutPercentage\": 100.001", "/rolloutPercentage"),
            Map.entry("\"rolloutPercentage\": -1", "/rolloutPercentage"),
            Map.entry("\"rolloutPercentage\": 0.0001", "/rolloutPercentage"),
            Map.entry("\"rolloutPercentage\": 1e-300", "/rolloutPercentage"),
            Map.entry("\"bucketBy\": \"\"", "/bucketBy"),
            Map.entry("\"salt\": 5", "/salt"),
            Map.entry("\"offVariant\": \"none\"", "/offVariant"),
            Map.entry("\"serve\": \"on\"", "/serve"),
            Map.entry("\"serve\": {\"variant\": \"none\"}", "/serve/variant"),
            Map.entry("\"variants\": []", "/variants"),
            Map.entry("\"variants\": {}", "/variants"),
            Map.entry("\"variants\": [{\"key\": \"on\", \"value\": 1}]", "/variants/0/value"),
            Map.entry("\"variants\": [{\"key\": \"a b\", \"value\": true}]", "/variants/0/key"),
            Map.entry("\"rules\": [1]", "/rules/0"),
            Map.entry("\"rules\": [{}]", "/rules/0/attribute"),
            Map.entry(rule("\"operator\": \"equals\""), "/rules/0/operator"),
            Map.entry(rule("\"operator\": \"gt\""), "/rules/0/values/0"),
            Map.entry(rule("\"operator\": \"exists\""), "/rules/0/values"),
            Map.entry(rule("\"operator\": \"eq\", \"priority\": 1.5"), "/rules/0/priority"),
            Map.entry(rule("\"operator\": \"eq\", \"priority\": 9999999999"), "/rules/0/priority"),
            Map.entry(rule("\"operator\": \"eq\", \"id\": \"\""), "/rules/0/id"),
            Map.entry("\"name\": \"%s\"".formatted("n".repeat(257)), "/name"),
            Map.entry("\"description\": \"%s\"".formatted("d".repeat(8193)), "/description"));
    unchanged(() ->
        wrong.forEach((fields, pointer) -> {
          api.post("/flags", "{\"key\": \"a\", %s}".formatted(fields)).expectInvalid(pointer);
          api.put("/flags/victim", "{%s}".formatted(fields)).expectInvalid(pointer);
        }));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    unchanged(() ->
        api.post(
                "/flags",
                """
                {"key": "a b", "enabled": "yes", "rolloutPercentage": 101, "colour": "red",
                 "variants": [{"key": "on", "value": 1}], "tags": [1]}
                """)
            .expectInvalid(
                "/key",
                "/enabled",
                "/rolloutPercentage",
                "/colour",
                "/variants/0/value",
                "/tags/0"));
  }

  @Test
  void aKeyOutsideTheCharsetIsRefusedInABodyAndNotFoundInAPath() {
    unchanged(() -> {
      for (String key :
          List.of(
              " ",
              "a b",
              "-a",
              ".a",
              "_a",
              "..",
              "a/b",
              "a\\\\b",
              "a'b",
              "a\\\"b",
              "a;b",
              "a%b",
              "ä",
              "a\\u0000",
              "a\\n",
              "🤗",
              "\\ud800",
              "k".repeat(129),
              "<script>",
              "a?b",
              "a#b",
              "@revision")) {
        api.post("/flags", "{\"key\": \"%s\"}".formatted(key)).expectInvalid("/key");
      }
      for (String key :
          List.of(
              "%20",
              "a%20b",
              "-a",
              "..",
              "%2e%2e",
              "a%2Fb",
              "a%5Cb",
              "a'b",
              "%27%20OR%201=1--",
              "a%00b",
              "%C3%A4",
              "%F0%9F%A4%97",
              "k".repeat(129),
              "@revision",
              "a;b",
              "%40revision")) {
        for (String method : List.of("GET", "PUT", "DELETE")) {
          assertThat(raw(method, "/flags/" + key).status()).as(key).isEqualTo(404);
        }
        assertThat(raw("POST", "/flags/" + key + "/restore").status()).as(key).isEqualTo(404);
        assertThat(raw("POST", "/flags/" + key + "/evaluate").status()).as(key).isEqualTo(404);
        assertThat(raw("GET", "/flags/" + key + "/audit").status()).as(key).isEqualTo(404);
      }
    });
  }

  @Test
  void theLongestKeyAndEveryCharacterOfTheCharsetAreAKey() {
    for (String key : List.of("k".repeat(128), "a", "0", "A-b_c.D9", "a..", "a--")) {
      var created = api.post("/flags", "{\"key\": \"%s\"}".formatted(key)).expect(201);
      assertThat(api.get(created.header("Location").orElseThrow()).at("/key")).isEqualTo(key);
    }
  }

  @Test
  void anEncodedKeyIsTheSameKey() {
    api.create("en.co-ded");

    assertThat(raw("GET", "/flags/%65n%2Eco%2Dded").status()).isEqualTo(200);
    assertThat(raw("GET", "/%66lags/en.co-ded").status()).isEqualTo(200);
  }

  @Test
  void textThatCannotBeStoredIsRefusedByItsPlace() {
    unchanged(() -> {
      for (String bad : List.of("\\u0000", "\\ud800", "\\udc00", "\\ud83d x", "\\udc00\\ud800")) {
        for (String[] field :
            new String[][] {
              {"\"name\": \"a%s\"", "/name"},
              {"\"description\": \"%sb\"", "/description"},
              {"\"owner\": \"%s\"", "/owner"},
              {"\"tags\": [\"a\", \"%s\"]", "/tags/1"},
              {"\"salt\": \"%s\"", "/salt"},
              {"\"bucketBy\": \"%s\"", "/bucketBy"},
              {
                "\"type\": \"string\", \"variants\": [{\"key\": \"off\", \"value\": \"%s\"}]",
                "/variants/0/value"
              },
              {
                "\"type\": \"json\", \"variants\": [{\"key\": \"off\", \"value\": {\"x\": \"%s\"}}]",
                "/variants/0/value/x"
              },
              {
                "\"rules\": [{\"attribute\": \"%s\", \"operator\": \"exists\", \"variant\": \"on\"}]",
                "/rules/0/attribute"
              },
              {
                "\"rules\": [{\"attribute\": \"a\", \"operator\": \"eq\", \"values\": [\"%s\"],"
                    + " \"variant\": \"on\"}]",
                "/rules/0/values/0"
              }
            }) {
          String fields = field[0].formatted(bad);
          api.post("/flags", "{\"key\": \"a\", %s}".formatted(fields)).expectInvalid(field[1]);
          api.put("/flags/victim", "{%s}".formatted(fields)).expectInvalid(field[1]);
        }
      }
    });
  }

  @Test
  void aNameInAValueThatCannotBeStoredIsRefused() {
    unchanged(() -> {
      for (String bad : List.of("\\u0000", "\\ud800", "\\udc00")) {
        api.post(
                "/flags",
                """
                {"key": "a", "type": "json", "offVariant": "off",
                 "variants": [{"key": "off", "value": {"%s": 1}}]}
                """
                    .formatted(bad))
            .expectProblem(400, "invalid-document");
      }
    });
  }

  @Test
  void aProblemThatQuotesWhatNoTextCanHoldIsStillAnAnswer() {
    unchanged(() -> {
      for (String bad : List.of("\\ud800", "\\udc00x", "\\u0000", "\\u001b[31m", "\\u2028")) {
        api.post("/flags", "{\"key\": \"a\", \"%s\": 1}".formatted(bad))
            .expectProblem(400, "invalid-document");
        api.post("/flags", "{\"key\": \"a\", \"type\": \"%s\"}".formatted(bad))
            .expectInvalid("/type");
        api.post("/flags", "{\"key\": \"%s\"}".formatted(bad)).expectInvalid("/key");
        api.post("/projects", "{\"key\": \"%s\"}".formatted(bad)).expectInvalid("/key");
      }
    });
  }

  @Test
  void nestingIsBoundedWithoutASinglePlaceToOverflow() {
    api.post("/flags/victim/evaluate", nested(32)).expect(200);
    for (int depth : new int[] {33, 1_000, 100_000}) {
      refusedEverywhere(List.of(nested(depth), "[".repeat(depth)));
    }
  }

  @Test
  void aBodyOfAMebibyteIsReadAndOneByteMoreIsNot() {
    String flag = "{\"key\": \"padded\"}";
    api.post("/flags", flag + " ".repeat(MEBIBYTE - flag.length())).expect(201);

    unchanged(() -> {
      String tooLong = "{\"key\": \"too-long\"}" + " ".repeat(MEBIBYTE - 18);
      assertThat(tooLong).hasSize(MEBIBYTE + 1);
      var declared =
          RawHttp.send(
                  api.port(),
                  "POST /flags HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
                      .formatted(tooLong.length(), tooLong))
              .expectProblem(413, "payload-too-large");
      assertThat(declared.at("/limit")).isEqualTo((long) MEBIBYTE);
      var chunked =
          RawHttp.send(
              api.port(),
              "POST /flags HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                  .formatted(tooLong.length(), tooLong));
      chunked.expectProblem(413, "payload-too-large");
      api.call("PUT", "/flags/victim")
          .send(
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong.getBytes(UTF_8))))
          .expectProblem(413, "payload-too-large");
    });
  }

  @Test
  void whatIsWrongInVeryManyPlacesIsNotAnsweredAtGreatLength() {
    String fields =
        IntStream.range(0, 80_000)
            .mapToObj(i -> "\"x%d\":1".formatted(i))
            .collect(Collectors.joining(","));

    unchanged(() -> {
      var refused =
          api.post("/flags", "{%s}".formatted(fields)).expectProblem(400, "invalid-document");
      assertThat(refused.body().length).isLessThan(100_000);
      assertThat((String) refused.at("/detail")).contains("8000");
    });
  }

  @Test
  void ofTwoHundredCreatesAtOnceExactlyOneSucceeds() {
    var before = Stored.in(api.database());

    var answers =
        IntStream.range(0, 200)
            .mapToObj(i ->
                api.call("POST", "/flags")
                    .later("{\"key\": \"wanted\", \"owner\": \"o%d\"}".formatted(i)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    var winners = answers.stream().filter(answer -> answer.status() == 201).toList();
    assertThat(winners).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.status() == 409)).hasSize(199);
    assertThat(api.get("/flags/wanted").text()).isEqualTo(winners.getFirst().savedFlag());
    assertThat(api.get("/flags/wanted/audit").list("/items")).hasSize(1);
    var after = Stored.in(api.database());
    assertThat(after.changes()).isEqualTo(before.changes() + 1);
    assertThat(after.revisions()).isEqualTo(before.revisions() + 1);
  }

  @Test
  void anUnknownPathIsNotFoundAndAnUnknownMethodNamesThoseThatAre() {
    for (String path :
        List.of(
            "/",
            "/flag",
            "/flags/",
            "/flags/victim/",
            "//flags",
            "/flags//victim",
            "/FLAGS",
            "/flags/victim/audit/1",
            "/flags/../projects",
            "/flags/./victim",
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/projects/default",
            "/openapi.json/..",
            "/flags/victim/restore/x")) {
      raw("GET", path).expectProblem(404, "not-found");
    }
    var allowed =
        Map.of(
            "/flags", "GET, HEAD, OPTIONS, POST",
            "/flags/victim", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
            "/flags/victim/restore", "OPTIONS, POST",
            "/flags/victim/evaluate", "OPTIONS, POST",
            "/flags/victim/audit", "GET, HEAD, OPTIONS",
            "/projects", "GET, HEAD, OPTIONS, POST");
    unchanged(() ->
        allowed.forEach((path, methods) -> {
          for (String method : List.of("LINK", "TRACE", "BREW", "PROPFIND")) {
            var refused = raw(method, path).expectProblem(405, "method-not-allowed");
            assertThat(refused.header("Allow")).contains(methods);
          }
          assertThat(raw("OPTIONS", path).expect(204).header("Allow")).contains(methods);
        }));
    raw("get", "/flags").expect(405);
    raw("DELETE", "/flags").expectProblem(405, "method-not-allowed");
  }

  @Test
  void aHeadIsAGetWithoutItsBody() {
    api.create("headed");

    var answer = api.call("HEAD", "/flags/headed").send().expect(200);

    assertThat(answer.header("ETag")).contains("\"1\"");
    assertThat(answer.header("Content-Length"))
        .contains(Integer.toString(api.get("/flags/headed").body().length));
  }

  @Test
  void aHugeHeaderOrRequestLineIsRefused() {
    RawHttp.send(
            api.port(),
            "GET /flags HTTP/1.1\r\nHost: a\r\nX-Big: %s\r\n\r\n".formatted("x".repeat(20_000)))
        .expectProblem(431, "header-too-large");
    raw("GET", "/flags?q=" + "x".repeat(20_000)).expectProblem(414, "uri-too-long");
    RawHttp.send(api.port(), "nonsense\r\n\r\n").expectProblem(400, "bad-request");
    api.get("/flags/victim").expect(200);
  }

  @Test
  void aRequestIdThatIsNotPlainIsReplaced() {
    for (String id : List.of("a b", "a\"b", "<a>", "a;b", "é", "a".repeat(129), "a,b", "a\tb")) {
      var answer =
          RawHttp.send(
              api.port(),
              "GET /flags/none HTTP/1.1\r\nHost: a\r\nX-Request-Id: %s\r\n\r\n".formatted(id));

      answer.expectProblem(404, "flag-not-found");
      assertThat(answer.header("X-Request-Id").orElseThrow())
          .isNotEqualTo(id)
          .matches("[0-9a-f-]{36}");
    }
    assertThat(
            api.call("GET", "/flags/none").with("X-Request-Id", "My-Id_1.2").send().at("/instance"))
        .isEqualTo("My-Id_1.2");
  }

  @Test
  void whatAClientSendsNeverBecomesAHeaderOfItsOwn() {
    for (String split :
        List.of("a\r\nX-Injected: yes", "a\nX-Injected: yes", "a\rX-Injected: yes", "a\u0000b")) {
      for (String header : List.of("X-Request-Id", "X-Actor", "If-Match", "If-None-Match")) {
        var answer =
            RawHttp.send(
                api.port(),
                "GET /flags/victim HTTP/1.1\r\nHost: a\r\n%s: %s\r\n\r\n".formatted(header, split));
        assertThat(answer.header("X-Injected")).isEmpty();
      }
    }
    assertThat(raw("GET", "/flags/a%0d%0aX-Injected:%20yes").header("X-Injected")).isEmpty();
    assertThat(raw("POST", "/projects/a%0d%0ab/environments").header("X-Injected")).isEmpty();
  }

  @Test
  void whatLooksLikeSqlIsText() {
    String name = "'; DROP TABLE flag; -- \\\" $1 %s ? :x {oj}";
    api.post(
            "/flags",
            "{\"key\": \"sql\", \"name\": \"%s\", \"tags\": [\"{a,\\\"b\\\\\", \"NULL\", \"\"]}"
                .formatted(name))
        .expect(201);

    var flag = api.get("/flags/sql").expect(200);

    assertThat(flag.at("/name")).isEqualTo("'; DROP TABLE flag; -- \" $1 %s ? :x {oj}");
    assertThat(flag.at("/tags")).isEqualTo(List.of("{a,\"b\\", "NULL", ""));
    assertThat(api.get("/flags?tag=NULL").each("/items", "key")).isEqualTo(List.of("sql"));
    api.call("PUT", "/flags/sql")
        .with("X-Actor", "'); DELETE FROM trail; --")
        .send("{\"owner\": \"me\"}")
        .expect(200);
    assertThat(api.get("/flags/sql/audit").list("/items")).hasSize(2);
  }

  private void refusedEverywhere(List<String> bodies) {
    unchanged(() -> bodies.forEach(this::refusedEverywhere));
  }

  private void refusedEverywhere(String body) {
    for (String[] route :
        new String[][] {
          {"POST", "/flags"},
          {"PUT", "/flags/victim"},
          {"POST", "/flags/victim/evaluate"},
          {"POST", "/projects"},
          {"POST", "/projects/default/environments"}
        }) {
      var refused = api.call(route[0], route[1]).send(body).expectProblem(400, "invalid-document");
      assertThat(refused.list("/errors")).isNotEmpty();
    }
  }

  private void unchanged(Runnable requests) {
    var before = Stored.in(api.database());

    requests.run();

    assertThat(Stored.in(api.database())).isEqualTo(before);
  }

  private Answer raw(String method, String target) {
    return RawHttp.send(
        api.port(),
        "%s %s HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}".formatted(method, target));
  }

  private static String rule(String fields) {
    return "\"rules\": [{\"attribute\": \"a\", \"values\": [\"x\"], \"variant\": \"on\", %s}]"
        .formatted(fields);
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }

  /// U+D800 as three bytes, which UTF-8 forbids.
  private static byte[] surrogateInUtf8() {
    return "{\"key\": \"bytes\", \"name\": \"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1);
  }
}
