package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Unavailable;
import featureflags.json.InvalidDocument;
import featureflags.json.Violation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final ServerConfig CONFIG =
      ServerConfig.on(0).withHost("127.0.0.1").withEventLoops(2).withSizes(1000, 2000);

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server = HttpServer.start(CONFIG, routes());

  private static Routes routes() {
    return Routes.builder()
        .onLoop("POST", "/echo", request -> Response.json(200, request.body()))
        .blocking("POST", "/slow-echo", request -> Response.json(201, request.body()))
        .onLoop("GET", "/flags/{key}", request -> text(request.parameter("key")))
        .later("GET", "/later/{how}", HttpServerTest::later)
        .blocking("GET", "/current", _ -> text(RequestId.CURRENT.get()))
        .blocking("DELETE", "/nothing", _ -> Response.noContent())
        .onLoop("GET", "/fails/{how}", HttpServerTest::fail)
        .blocking("GET", "/fails-blocking/{how}", HttpServerTest::fail)
        .build();
  }

  private static CompletionStage<Response> later(Request request) {
    var now = CompletableFuture.completedFuture(text("now"));
    Executor soon = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    return switch (request.parameter("how")) {
      case "at-once" -> now;
      case "failed" -> CompletableFuture.failedStage(Refusal.conflict("a test"));
      case "soon" -> CompletableFuture.supplyAsync(() -> text("soon"), soon);
      case "refused-soon" ->
          CompletableFuture.supplyAsync(
              () -> {
                throw Refusal.conflict("a test");
              },
              soon);
      default -> throw Refusal.conflict("a test");
    };
  }

  private static Response text(String text) {
    return Response.text(200, "text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  private static Response fail(Request request) {
    throw switch (request.parameter("how")) {
      case "refusal" -> Refusal.preconditionFailed(7);
      case "document" ->
          new InvalidDocument(List.of(new Violation("/a", "is \"b\""), new Violation("", "c")));
      case "store" -> new Unavailable("PostgreSQL", new IOException("user secret refused"));
      case "error" -> throw new StackOverflowError("secret");
      default -> new IllegalStateException("secret");
    };
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    server.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(to(path).POST(BodyPublishers.ofString(body)));
  }

  @Test
  void anAnswerMayComeLater() throws Exception {
    assertThat(send(to("/later/at-once")).body()).isEqualTo("now");
    assertThat(send(to("/later/soon")).body()).isEqualTo("soon");
    assertThat(send(to("/later/refused-soon")).statusCode()).isEqualTo(409);
    assertThat(send(to("/later/failed")).statusCode()).isEqualTo(409);
    assertThat(send(to("/later/refused")).statusCode()).isEqualTo(409);
    Eventually.holds(() -> server.inFlight() == 0);
  }

  @Test
  void whoLeavesBeforeHisAnswerComesLeavesNothing() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send("GET /later/soon HTTP/1.1\r\nHost: x\r\n\r\n");
      Eventually.holds(() -> server.inFlight() == 1);
    }

    Eventually.holds(() -> server.inFlight() == 0);
  }

  @Test
  void bodiesGoToHandlersOnTheLoopAndOnThreadsOfTheirOwn() throws Exception {
    var onLoop = post("/echo", "{\"a\":1}");
    var blocking = post("/slow-echo", "x".repeat(1000));

    assertThat(onLoop.statusCode()).isEqualTo(200);
    assertThat(onLoop.body()).isEqualTo("{\"a\":1}");
    assertThat(onLoop.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(blocking.statusCode()).isEqualTo(201);
    assertThat(blocking.body()).hasSize(1000);
  }

  @Test
  void pathParametersAreDecoded() throws Exception {
    var answer = send(to("/flags/a%2Fb%20%F0%9F%8E%88"));

    assertThat(answer.body()).isEqualTo("a/b 🎈");
  }

  @Test
  void aPathThatIsNotUtf8IsABadRequest() throws Exception {
    assertThat(send(to("/flags/%ff")).statusCode()).isEqualTo(400);
  }

  @Test
  void anUnknownPathIsANotFoundProblem() throws Exception {
    var answer = send(to("/nowhere").header("X-Request-Id", "abc"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .isEqualTo(
            """
            {"type":"urn:feature-flag-engine:problem:not-found","title":"Not found","status":404,\
            "detail":"There is no such path.","instance":"abc"}\
            """);
  }

  @Test
  void aKnownPathTellsTheMethodsItAllows() throws Exception {
    var wrong = send(to("/flags/a").DELETE());
    var options = send(to("/flags/a").method("OPTIONS", BodyPublishers.noBody()));

    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    assertThat(wrong.body()).contains("problem:method-not-allowed");
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
  }

  @Test
  void headIsAnsweredByGetWithoutTheBody() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(
          "HEAD /flags/abc HTTP/1.1\r\nHost: x\r\n\r\nGET /flags/z HTTP/1.1\r\nHost: x\r\n\r\n");

      StringBuilder head = new StringBuilder();
      head.append(raw.head());
      var next = raw.answer();

      assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 3");
      assertThat(next.body()).isEqualTo("z");
    }
  }

  @Test
  void anAnswerWithoutContentHasNoLength() throws Exception {
    try (var raw = new RawClient(server.port())) {
      var answer = raw.send("DELETE /nothing HTTP/1.1\r\nHost: x\r\n\r\n").answer();

      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.head()).doesNotContainIgnoringCase("content-length");
    }
  }

  @Test
  void aGoodRequestIdIsKeptAndBoundAndABadOneReplaced() throws Exception {
    var good = send(to("/current").header("X-Request-Id", "Req-1.a_b"));
    var bad = send(to("/current").header("X-Request-Id", "no spaces"));
    var tooLong = send(to("/current").header("X-Request-Id", "a".repeat(129)));

    assertThat(good.body()).isEqualTo("Req-1.a_b");
    assertThat(good.headers().firstValue("X-Request-Id")).hasValue("Req-1.a_b");
    assertThat(bad.body())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(bad.headers().firstValue("X-Request-Id")).hasValue(bad.body());
    assertThat(tooLong.body()).hasSize(36);
  }

  @Test
  void randomRequestIdsDiffer() throws Exception {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 50; i++) {
      ids.add(send(to("/current")).body());
    }

    assertThat(ids).hasSize(50);
  }

  @Test
  void whateverAHandlerThrowsBecomesAProblem() throws Exception {
    for (String route : List.of("/fails/", "/fails-blocking/")) {
      var refusal = send(to(route + "refusal"));
      var document = send(to(route + "document"));
      var store = send(to(route + "store"));
      var error = send(to(route + "error"));
      var exception = send(to(route + "exception"));

      assertThat(refusal.statusCode()).isEqualTo(412);
      assertThat(refusal.body()).contains("\"currentVersion\":7");
      assertThat(refusal.headers().firstValue("ETag")).hasValue("\"7\"");
      assertThat(document.statusCode()).isEqualTo(400);
      assertThat(document.body())
          .contains(
              "problem:invalid-document",
              """
              "errors":[{"pointer":"/a","detail":"is \\"b\\""},{"pointer":"","detail":"c"}]\
              """);
      assertThat(store.statusCode()).isEqualTo(503);
      assertThat(store.body()).contains("problem:store-unavailable", "\"store\":\"PostgreSQL\"");
      assertThat(store.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(List.of(error, exception)).allMatch(answer -> answer.statusCode() == 500);
      assertThat(List.of(store, error, exception))
          .noneMatch(answer -> answer.body().contains("secret"));
    }
  }

  @Test
  void aBodyDeclaredTooLargeIsRefusedBeforeItComes() throws Exception {
    try (var raw = new RawClient(server.port())) {
      var answer =
          raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n").answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("problem:payload-too-large", "\"limit\":1000");
      assertThat(answer.closes()).isTrue();
      assertThat(raw.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aLengthBeyondAllNumbersIsRefused() throws Exception {
    try (var raw = new RawClient(server.port())) {
      var answer =
          raw.send(
                  "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: "
                      + "9".repeat(30)
                      + "\r\n\r\n")
              .answer();

      assertThat(answer.status()).isIn(400, 413);
    }
  }

  @Test
  void aBodyThatGrowsTooLargeIsRefusedOnTheWay() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");

      raw.send("3e8\r\n" + "x".repeat(1000) + "\r\n").send("1\r\nx\r\n");
      var answer = raw.answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.closes()).isTrue();
      assertThat(raw.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aClientThatIsStillSendingReadsTheRefusal() throws Exception {
    var answer = post("/echo", "x".repeat(5_000_000));

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void aBodyInManyChunksArrivesWhole() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      raw.send("1\r\na\r\n").send("2\r\nbc\r\n").send("3\r\ndef\r\n").send("0\r\n\r\n");

      assertThat(raw.answer().body()).isEqualTo("abcdef");
    }
  }

  @Test
  void chunksThatAreNoneAreABadRequest() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n");

      assertThat(raw.answer().status()).isEqualTo(400);
      assertThat(raw.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aClientThatWaitsForLeaveToSendGetsIt() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      var leave = raw.answer();
      var answer = raw.send("ok").answer();

      assertThat(leave.status()).isEqualTo(100);
      assertThat(answer.body()).isEqualTo("ok");
    }
  }

  @Test
  void headsThatAreTooLongAreProblems() throws Exception {
    try (var line = new RawClient(server.port());
        var header = new RawClient(server.port());
        var garbage = new RawClient(server.port())) {
      var longLine = line.send("GET /" + "a".repeat(3000) + " HTTP/1.1\r\n\r\n").answer();
      var longHeader =
          header.send("GET / HTTP/1.1\r\nX: " + "a".repeat(3000) + "\r\n\r\n").answer();
      var nonsense = garbage.send("\u0000 nonsense\r\n\r\n").answer();

      assertThat(longLine.status()).isEqualTo(414);
      assertThat(longHeader.status()).isEqualTo(431);
      assertThat(nonsense.status()).isEqualTo(400);
      assertThat(List.of(longLine, longHeader, nonsense))
          .allMatch(answer -> answer.body().contains("urn:feature-flag-engine:problem:"))
          .allMatch(RawClient.Answer::closes);
      assertThat(line.isClosedByServer()).isTrue();
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    try (var raw = new RawClient(server.port())) {
      for (int i = 0; i < 500; i++) {
        String path = i % 3 == 0 ? "/slow-echo" : "/echo";
        raw.send("POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n%03d".formatted(path, i));
      }

      for (int i = 0; i < 500; i++) {
        assertThat(raw.answer().body()).isEqualTo("%03d".formatted(i));
      }
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleHurtsNobody() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var raw = new RawClient(server.port())) {
        raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      }
    }

    assertThat(post("/echo", "well").body()).isEqualTo("well");
    Eventually.holds(() -> server.inFlight() == 0);
  }

  @Test
  void anUpgradeToHttp2IsOfferedInVainUnlessItIsSwitchedOn() throws Exception {
    try (var other = HttpServer.start(CONFIG.withHttp2(true), routes())) {
      var old = post("/echo", "one");
      var upgraded =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + other.port() + "/echo"))
                  .POST(BodyPublishers.ofString("two"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(old.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(old.body()).isEqualTo("one");
      assertThat(upgraded.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(upgraded.body()).isEqualTo("two");
    }
  }

  @Test
  void serversInOneProcessShareNothing() throws Exception {
    try (var other =
        HttpServer.start(CONFIG, Routes.builder().onLoop("GET", "/", _ -> text("other")).build())) {
      server.close();

      try (var raw = new RawClient(other.port())) {
        var answer = raw.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer();

        assertThat(answer.body()).isEqualTo("other");
      }
    }
  }

  @Test
  void aPortThatIsTakenIsToldByName() {
    assertThatThrownBy(
            () -> HttpServer.start(ServerConfig.on(server.port()).withHost("127.0.0.1"), routes()))
        .isInstanceOfSatisfying(
            CannotListen.class, refused -> assertThat(refused.port()).isEqualTo(server.port()))
        .hasMessageContaining("127.0.0.1:" + server.port());
  }
}
