package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bodies that are read while they arrive. There is one permit, so that a test which keeps it
/// fails.
@Timeout(60)
class HttpServerUploadTest {
  private static final int MIB = 1024 * 1024;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final ServerConfig CONFIG =
      ServerConfig.on(0)
          .withHost("127.0.0.1")
          .withEventLoops(1)
          .withSizes(1000, 2000)
          .withMaxInFlight(1);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final CompletableFuture<Exception> failure = new CompletableFuture<>();
  private HttpServer server = HttpServer.start(CONFIG, routes());

  private Routes routes() {
    return Routes.builder()
        .streaming("PUT", "/lists/{key}", 64 * MIB, (_, body) -> text(digest(body)))
        .streaming("PUT", "/held", 64 * MIB, this::held)
        .streaming("PUT", "/refused", 64 * MIB, this::refused)
        .streaming("PUT", "/small", 1000, this::small)
        .streaming("PUT", "/early", 64 * MIB, HttpServerUploadTest::early)
        .streaming("PUT", "/key/{key}", 10, (request, _) -> text(request.parameter("key")))
        .blocking("GET", "/blocking", _ -> text("permitted"))
        .onLoop("GET", "/ten-mebibytes", _ -> Response.json(200, new byte[10 * MIB]))
        .onLoop("POST", "/echo", request -> Response.json(200, request.body()))
        .build();
  }

  private Response held(Request request, InputStream body) throws IOException {
    awaitLeave();
    return text(digest(body));
  }

  private Response refused(Request request, InputStream body) {
    awaitLeave();
    throw Refusal.notFound("list");
  }

  private void awaitLeave() {
    entered.countDown();
    try {
      assertThat(leave.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Response small(Request request, InputStream body) {
    entered.countDown();
    try {
      return text(new String(body.readAllBytes(), UTF_8));
    } catch (IOException e) {
      failure.complete(e);
      throw new Unavailable("PostgreSQL", e);
    }
  }

  private static Response early(Request request, InputStream body) {
    throw Refusal.notFound("list");
  }

  private static Response text(String text) {
    return Response.text(200, "text/plain", text.getBytes(UTF_8));
  }

  private static String digest(InputStream body) throws IOException {
    MessageDigest sha = sha256();
    byte[] piece = new byte[20_000];
    for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
      sha.update(piece, 0, count);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest(byte[] body) {
    return HexFormat.of().formatHex(sha256().digest(body));
  }

  private static byte[] random(int bytes) {
    byte[] body = new byte[bytes];
    new Random(1).nextBytes(body);
    return body;
  }

  private static String head(String path, int length) {
    return "PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n".formatted(path, length);
  }

  private static String chunkedHead(String path) {
    return "PUT %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(path);
  }

  private void restart(ServerConfig config) {
    server.close();
    server = HttpServer.start(config, routes());
  }

  private void assertThatNothingIsLeft() throws IOException {
    Eventually.holds(() -> server.inFlight() == 0);
    try (var raw = new RawClient(server.port())) {
      var answer = raw.send("GET /blocking HTTP/1.1\r\nHost: x\r\n\r\n").answer();

      assertThat(answer.body()).isEqualTo("permitted");
    }
  }

  @AfterEach
  void close() {
    leave.countDown();
    server.close();
  }

  @Test
  void aLargeBodyIsHeldBackUntilItIsReadAndArrivesWhole() throws Exception {
    byte[] body = random(40 * MIB);
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/held", body.length));
      int taken = raw.sendUntilStalled(body);
      leave.countDown();
      raw.send(Arrays.copyOfRange(body, taken, body.length));

      // What is taken is in the buffers of two sockets, but for a mebibyte or two.
      assertThat(taken).isLessThan(16 * MIB);
      assertThat(raw.answer().body()).isEqualTo(digest(body));
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aBodyInChunksOfAnySizeArrivesWhole() throws Exception {
    byte[] body = random(2 * MIB);
    try (var raw = new RawClient(server.port())) {
      raw.send(chunkedHead("/lists/a"));
      Random random = new Random(2);
      int sent = 0;
      while (sent < body.length) {
        int size =
            Math.min(body.length - sent, 1 + random.nextInt(random.nextBoolean() ? 9 : 9999));
        raw.send(Integer.toHexString(size) + "\r\n");
        raw.send(Arrays.copyOfRange(body, sent, sent + size)).send("\r\n");
        sent += size;
      }
      raw.send("0\r\n\r\n");

      assertThat(raw.answer().body()).isEqualTo(digest(body));
    }
  }

  @Test
  void aRequestWithoutABodyHasAnEmptyOne() throws Exception {
    try (var raw = new RawClient(server.port())) {
      var none = raw.send("PUT /lists/a HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      var empty = raw.send(head("/lists/a", 0)).answer();
      var unread = raw.send(head("/key/a%20b", 0)).answer();

      assertThat(none.body()).isEqualTo(digest(new byte[0]));
      assertThat(empty.body()).isEqualTo(none.body());
      assertThat(unread.body()).isEqualTo("a b");
      assertThat(unread.closes()).isFalse();
    }
  }

  @Test
  void theHandlerIsAtWorkBeforeTheBodyIsThere() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/held", 3));
      entered.await();

      leave.countDown();
      raw.send("abc");

      assertThat(raw.answer().body()).isEqualTo(digest("abc".getBytes(UTF_8)));
    }
  }

  @Test
  void aBodyDeclaredTooLargeIsRefusedWithoutAHandler() throws Exception {
    try (var raw = new RawClient(server.port())) {
      var answer = raw.send(head("/small", 1001)).answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("problem:payload-too-large", "\"limit\":1000");
      assertThat(answer.closes()).isTrue();
      assertThat(raw.isClosedByServer()).isTrue();
      assertThat(entered.getCount()).isEqualTo(1);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aBodyThatGrowsTooLargeIsRefusedOnTheWayAndTheReadFails() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(chunkedHead("/small")).send("3e8\r\n" + "x".repeat(1000) + "\r\n");
      entered.await();

      var answer = raw.send("1\r\nx\r\n").answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.closes()).isTrue();
      assertThat(raw.isClosedByServer()).isTrue();
      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void chunksThatAreNoneAreABadRequest() throws Exception {
    try (var raw = new RawClient(server.port())) {
      var answer = raw.send(chunkedHead("/small") + "zz\r\n\r\n").answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(raw.isClosedByServer()).isTrue();
      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aBodyThatPausesTooLongIsARequestTimeout() throws Exception {
    restart(CONFIG.withTimeouts(LONG, SHORT));
    try (var raw = new RawClient(server.port())) {
      var answer = raw.send(head("/small", 5) + "abc").answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).contains("problem:request-timeout");
      assertThat(raw.isClosedByServer()).isTrue();
      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aBodyThatTricklesInIsARequestTimeout() throws Exception {
    restart(CONFIG.withTimeouts(LONG, SHORT));
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/small", 1000));
      int sent = 0;
      // Each byte ends a pause that is short enough.
      while (sent < 500 && !failsWithin(Duration.ofMillis(20))) {
        raw.send("x");
        sent++;
      }

      assertThat(sent).isBetween(2, 100);
      assertThat(raw.answer().status()).isEqualTo(408);
    }
    assertThatNothingIsLeft();
  }

  private boolean failsWithin(Duration longest) throws Exception {
    try {
      failure.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }

  @Test
  void aBodyThatKeepsMovingMayTakeLongerThanThePatience() throws Exception {
    restart(CONFIG.withTimeouts(LONG, SHORT));
    byte[] body = random(20 * 65_536);
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/lists/a", body.length));
      for (int sent = 0; sent < body.length; sent += 65_536) {
        raw.pause(Duration.ofMillis(25));
        raw.send(Arrays.copyOfRange(body, sent, sent + 65_536));
      }

      assertThat(raw.answer().body()).isEqualTo(digest(body));
    }
  }

  @Test
  void aHandlerThatTakesItsTimeIsNotTheClientsFault() throws Exception {
    restart(CONFIG.withTimeouts(LONG, SHORT));
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/held", 3) + "ab");
      entered.await();
      raw.pause(SHORT.multipliedBy(4));

      leave.countDown();
      raw.send("c");

      assertThat(raw.answer().body()).isEqualTo(digest("abc".getBytes(UTF_8)));
    }
  }

  @Test
  void whenTheClientLeavesInTheMiddleTheReadFails() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/small", 10) + "abc");
      entered.await();
    }

    assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    assertThatNothingIsLeft();
  }

  @Test
  void aClientThatLeavesWhileItIsHeldBackIsNoticed() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/held", 40 * MIB));
      raw.sendUntilStalled(new byte[40 * MIB]);
    }
    leave.countDown();

    assertThatNothingIsLeft();
  }

  @Test
  void anAnswerBeforeTheEndOfTheBodyIsSentAtOnceAndTheLast() throws Exception {
    try (var raw = new RawClient(server.port())) {
      var answer = raw.send(head("/early", 10) + "abc").answer();

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.closes()).isTrue();
      assertThat(raw.isClosedByServer()).isTrue();
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aClientThatIsStillSendingReadsTheEarlyAnswer() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/early", 5 * MIB)).send(new byte[5 * MIB]);

      assertThat(raw.answer().status()).isEqualTo(404);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aClientThatIsHeldBackSendsOnAndReadsTheEarlyAnswer() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/refused", 40 * MIB));
      raw.sendUntilStalled(new byte[40 * MIB]);
      leave.countDown();

      // Nobody would take this any more if the rest were not thrown away.
      var answer = raw.send(new byte[MIB]).answer();

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.closes()).isTrue();
    }
    assertThatNothingIsLeft();
  }

  @Test
  void whatComesBehindAStreamedBodyIsAnswered() throws Exception {
    byte[] body = random(3 * MIB);
    String behind =
        head("/lists/b", 3)
            + "abc"
            + "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\necho"
            + "GET /blocking HTTP/1.1\r\nHost: x\r\n\r\n";
    byte[] all = new byte[body.length + behind.length()];
    System.arraycopy(body, 0, all, 0, body.length);
    System.arraycopy(behind.getBytes(UTF_8), 0, all, body.length, behind.length());
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/held", body.length));
      int taken = raw.sendUntilStalled(all);
      leave.countDown();
      raw.send(Arrays.copyOfRange(all, taken, all.length));

      assertThat(raw.answer().body()).isEqualTo(digest(body));
      assertThat(raw.answer().body()).isEqualTo(digest("abc".getBytes(UTF_8)));
      assertThat(raw.answer().body()).isEqualTo("echo");
      assertThat(raw.answer().body()).isEqualTo("permitted");
    }
  }

  @Test
  void aBodyBehindAnAnswerThatIsNotReadWaitsAndArrivesWhole() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send("GET /ten-mebibytes HTTP/1.1\r\nHost: x\r\n\r\n" + head("/small", 3) + "abc");
      raw.head();
      boolean began = entered.await(100, TimeUnit.MILLISECONDS);

      assertThat(began).isFalse();
      assertThat(raw.read(10 * MIB)).hasSize(10 * MIB);
      assertThat(raw.answer().body()).isEqualTo("abc");
    }
  }

  @Test
  void aClientThatWaitsForLeaveGetsItWhenTheHandlerReads() throws Exception {
    String waits = "HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    try (var read = new RawClient(server.port());
        var unread = new RawClient(server.port())) {
      var leaveToSend = read.send("PUT /small " + waits).answer();
      var answer = read.send("ok").answer();
      var early = unread.send("PUT /early " + waits).answer();

      assertThat(leaveToSend.status()).isEqualTo(100);
      assertThat(answer.body()).isEqualTo("ok");
      assertThat(early.status()).isEqualTo(404);
    }
  }

  @Test
  void handlersThatStreamCountAmongThoseInFlight() throws Exception {
    try (var first = new RawClient(server.port());
        var second = new RawClient(server.port())) {
      first.send(head("/held", 1));
      entered.await();

      var refused = second.send(head("/lists/a", 1)).answer();
      leave.countDown();
      var served = first.send("x").answer();

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.closes()).isTrue();
      assertThat(served.status()).isEqualTo(200);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void closingWaitsForABodyThatArrives() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/small", 6) + "abc");
      entered.await();
      var closing = Thread.ofVirtual().start(server::close);
      Eventually.holds(() -> refusesConnections(server.port()));

      var answer = raw.send("def").answer();
      closing.join();

      assertThat(answer.body()).isEqualTo("abcdef");
      assertThat(answer.closes()).isTrue();
    }
  }

  private static boolean refusesConnections(int port) {
    try (var _ = new RawClient(port)) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void aBodyThatNeverEndsDoesNotKeepTheServerFromClosing() throws Exception {
    restart(CONFIG.withClosing(Duration.ZERO, SHORT));
    try (var raw = new RawClient(server.port())) {
      raw.send(head("/small", 6) + "abc");
      entered.await();

      server.close();

      assertThat(raw.isClosedByServer()).isTrue();
      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void overHttp2AnEarlyAnswerEndsTheStreamAndNotTheConnection() throws Exception {
    restart(CONFIG.withHttp2(true));
    byte[] body = random(3 * MIB);
    try (var client = HttpClient.newHttpClient()) {
      var to = URI.create("http://127.0.0.1:" + server.port());
      var first = HttpRequest.newBuilder(to.resolve("/blocking")).build();
      var early =
          HttpRequest.newBuilder(to.resolve("/early"))
              .PUT(BodyPublishers.ofByteArray(body))
              .build();
      var whole =
          HttpRequest.newBuilder(to.resolve("/lists/a"))
              .PUT(BodyPublishers.ofByteArray(body))
              .build();

      client.send(first, BodyHandlers.ofString());
      var refused = client.send(early, BodyHandlers.ofString());
      var taken = client.send(whole, BodyHandlers.ofString());

      assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(taken.body()).isEqualTo(digest(body));
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aRouteThatStreamsCanBeAskedWithoutASocket() {
    var taken = routes().answer(Request.of("PUT", "/small", "abc".getBytes(UTF_8)));
    var tooLarge = routes().answer(Request.of("PUT", "/small", new byte[1001]));

    assertThat(taken.body()).asString(UTF_8).isEqualTo("abc");
    assertThat(tooLarge.status()).isEqualTo(413);
  }
}
