package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers that are sent while they are written. There is one permit, so that a test which keeps it
/// fails.
@Timeout(60)
class HttpServerDownloadTest {
  private static final int MIB = 1024 * 1024;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final ServerConfig CONFIG =
      ServerConfig.on(0).withHost("127.0.0.1").withEventLoops(1).withMaxInFlight(1);

  private final byte[] large = new byte[40 * MIB];
  private final AtomicInteger written = new AtomicInteger();
  private final CountDownLatch leave = new CountDownLatch(1);
  private final CompletableFuture<Thread> writer = new CompletableFuture<>();
  private final CompletableFuture<Exception> failure = new CompletableFuture<>();
  private HttpServer server = HttpServer.start(CONFIG, routes());

  HttpServerDownloadTest() {
    new Random(1).nextBytes(large);
  }

  private Routes routes() {
    return Routes.builder()
        .blocking("GET", "/large", _ -> stream(this::large))
        .blocking("GET", "/small", _ -> stream(out -> out.write("small".getBytes(UTF_8))))
        .blocking("GET", "/nothing", _ -> stream(_ -> {}))
        .blocking("GET", "/held", _ -> stream(this::held))
        .blocking("GET", "/fails-late", _ -> stream(HttpServerDownloadTest::failLate))
        .blocking("GET", "/fails-early", _ -> stream(HttpServerDownloadTest::failEarly))
        .streaming("PUT", "/copy", 64 * MIB, (_, body) -> stream(body::transferTo))
        .onLoop("GET", "/on-loop", _ -> stream(this::large))
        .blocking("GET", "/blocking", _ -> Response.text(200, "text/plain", "ok".getBytes(UTF_8)))
        .build();
  }

  private static Response stream(BodyWriter writer) {
    return Response.streaming(200, "text/plain", writer).with("X-Kind", "streamed");
  }

  private void large(OutputStream out) throws IOException {
    writer.complete(Thread.currentThread());
    try {
      for (int from = 0; from < large.length; from += 5000) {
        int length = Math.min(5000, large.length - from);
        out.write(large, from, length);
        written.addAndGet(length);
      }
    } catch (IOException e) {
      failure.complete(e);
      throw new IllegalStateException(e);
    }
  }

  private void held(OutputStream out) throws IOException {
    out.write("begin ".getBytes(UTF_8));
    out.flush();
    writer.complete(Thread.currentThread());
    try {
      assertThat(leave.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    out.write("end".getBytes(UTF_8));
  }

  private static void failLate(OutputStream out) throws IOException {
    out.write(new byte[100_000]);
    throw new IllegalStateException("out of lines");
  }

  private static void failEarly(OutputStream out) throws IOException {
    out.write(new byte[1000]);
    throw Refusal.conflict("not now");
  }

  private void restart(ServerConfig config) {
    server.close();
    server = HttpServer.start(config, routes());
  }

  private static String get(String path) {
    return "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path);
  }

  private void assertThatNothingIsLeft() throws IOException {
    Eventually.holds(() -> server.inFlight() == 0);
    try (var raw = new RawClient(server.port())) {
      assertThat(raw.send(get("/blocking")).answer().body()).isEqualTo("ok");
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  private void awaitWaitingWriter() throws Exception {
    Thread thread = writer.get(10, TimeUnit.SECONDS);
    AtomicInteger before = new AtomicInteger(-1);
    // It waits for the client when it waits twice at the same byte.
    Eventually.holds(() -> {
      int now = written.get();
      return thread.getState() == Thread.State.WAITING && before.getAndSet(now) == now;
    });
  }

  private void awaitRestingWriter() throws Exception {
    Thread thread = writer.get(10, TimeUnit.SECONDS);
    Eventually.holds(() ->
        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TERMINATED);
  }

  @AfterEach
  void close() {
    leave.countDown();
    server.close();
  }

  @Test
  void aLargeAnswerIsWrittenAsItIsReadAndArrivesWhole() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/large"));
      String head = raw.head();
      awaitWaitingWriter();
      int ahead = written.get();
      byte[] body = raw.chunks().readAllBytes();

      assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("x-kind: streamed");
      assertThat(head).containsIgnoringCase("transfer-encoding: chunked");
      // What is written ahead is in the buffers of two sockets, but for a quarter of a mebibyte.
      assertThat(ahead).isLessThan(16 * MIB);
      assertThat(body).isEqualTo(large);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void whatComesBehindAStreamedAnswerIsAnswered() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/large") + get("/nothing") + get("/small") + get("/blocking"));

      raw.head();
      assertThat(raw.chunks().readAllBytes()).isEqualTo(large);
      assertThat(raw.answer().body()).isEmpty();
      raw.head();
      assertThat(text(raw.chunks())).isEqualTo("small");
      assertThat(raw.answer().body()).isEqualTo("ok");
    }
  }

  @Test
  void whatIsFlushedIsSent() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/held"));
      raw.head();
      var body = raw.chunks();

      String first = new String(body.readNBytes(6), UTF_8);
      leave.countDown();

      assertThat(first).isEqualTo("begin ");
      assertThat(text(body)).isEqualTo("end");
    }
  }

  @Test
  void aReaderThatTakesNothingIsDropped() throws Exception {
    restart(CONFIG.withTimeouts(LONG, SHORT));
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/large"));

      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
      assertThatNothingIsLeft();
      raw.head();
      assertThatThrownBy(() -> raw.chunks().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aReaderThatKeepsReadingMayTakeLongerThanThePatience() throws Exception {
    restart(CONFIG.withTimeouts(LONG, SHORT));
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/large"));
      raw.head();
      InputStream body = raw.chunks();
      int read = 0;
      for (int i = 0; i < 20; i++) {
        read += body.readNBytes(2 * MIB).length;
        assertThat(leave.await(25, TimeUnit.MILLISECONDS)).isFalse();
      }

      assertThat(read).isEqualTo(large.length);
      assertThat(body.read()).isEqualTo(-1);
    }
  }

  @Test
  void whenTheClientLeavesInTheMiddleTheWriteFails() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/large"));
      raw.head();
    }

    assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    assertThatNothingIsLeft();
  }

  @Test
  void anAnswerThatFailsOnTheWayIsCutAndLoggedOnce() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger(Errand.class.getName());
    Handler listener = listener(events);
    logger.addHandler(listener);
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/fails-late"));
      raw.head();

      assertThatThrownBy(() -> raw.chunks().readAllBytes()).isInstanceOf(EOFException.class);
      assertThatNothingIsLeft();
      assertThat(events).singleElement().asString().contains("event=answer-cut", "out of lines");
    } finally {
      logger.removeHandler(listener);
    }
  }

  private static Handler listener(List<String> events) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        events.add(record.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void anAnswerThatFailsBeforeAnythingHasLeftIsAProblem() throws Exception {
    try (var raw = new RawClient(server.port())) {
      var answer = raw.send(get("/fails-early")).answer();

      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.body()).contains("problem:conflict");
      assertThat(raw.send(get("/blocking")).answer().body()).isEqualTo("ok");
    }
  }

  @Test
  void headHasNoBodyAndNothingIsWritten() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send("HEAD /large HTTP/1.1\r\nHost: x\r\n\r\n" + get("/blocking"));
      String head = raw.head();

      assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("x-kind: streamed");
      assertThat(raw.answer().body()).isEqualTo("ok");
      assertThat(written).hasValue(0);
    }
  }

  @Test
  void toHttp10TheEndOfTheConnectionIsTheEndOfTheBody() throws Exception {
    for (String proposal : List.of("", "Connection: keep-alive\r\n")) {
      try (var raw = new RawClient(server.port())) {
        raw.send("GET /held HTTP/1.0\r\n" + proposal + "\r\n");
        leave.countDown();
        String head = raw.head();

        assertThat(head).doesNotContainIgnoringCase("transfer-encoding", "keep-alive");
        assertThat(raw.rest()).isEqualTo("begin end");
      }
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aBodyMayBeReadWhileTheAnswerIsWritten() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send("PUT /copy HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      raw.send("x".repeat(50_000));
      raw.head();
      InputStream body = raw.chunks();
      int first = body.readNBytes(8_192).length;
      raw.send("y".repeat(50_000));

      assertThat(first).isEqualTo(8_192);
      assertThat(text(body)).hasSize(91_808).endsWith("y");
    }
    assertThatNothingIsLeft();
  }

  @Test
  void onTheLoopNothingCanBeStreamed() throws Exception {
    try (var raw = new RawClient(server.port())) {
      assertThat(raw.send(get("/on-loop")).answer().status()).isEqualTo(500);
    }
  }

  @Test
  void aStreamedAnswerCountsAmongThoseInFlight() throws Exception {
    try (var first = new RawClient(server.port());
        var second = new RawClient(server.port())) {
      first.send(get("/held"));
      first.head();

      assertThat(second.send(get("/blocking")).answer().status()).isEqualTo(503);
      leave.countDown();
      assertThat(text(first.chunks())).isEqualTo("begin end");
    }
    assertThatNothingIsLeft();
  }

  @Test
  void closingWaitsForAnAnswerToBeReadToItsEnd() throws Exception {
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/large"));
      String head = raw.head();
      awaitWaitingWriter();
      var closing = Thread.ofVirtual().start(server::close);
      Eventually.holds(() -> refusesConnections(server.port()));
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      InputStream chunks = raw.chunks();
      while (written.get() < large.length) {
        body.writeBytes(chunks.readNBytes(10_000));
      }
      // The end is written and waits on this side of the wire; it must not be lost there.
      awaitRestingWriter();
      body.writeBytes(chunks.readAllBytes());
      closing.join();

      assertThat(head).startsWith("HTTP/1.1 200");
      assertThat(body.toByteArray()).isEqualTo(large);
      assertThat(raw.isClosedByServer()).isTrue();
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
  void aReaderThatNeverReadsDoesNotKeepTheServerFromClosing() throws Exception {
    restart(CONFIG.withClosing(Duration.ZERO, SHORT));
    try (var raw = new RawClient(server.port())) {
      raw.send(get("/large"));
      awaitWaitingWriter();

      server.close();

      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void overHttp2AnAnswerIsStreamed() throws Exception {
    restart(CONFIG.withHttp2(true));
    try (var client = HttpClient.newHttpClient()) {
      client.send(to("/small"), BodyHandlers.ofString());
      var answer = client.send(to("/large"), BodyHandlers.ofByteArray());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo(large);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void overHttp2AnAnswerIsCutWithoutItsNeighbours() throws Exception {
    restart(CONFIG.withHttp2(true).withMaxInFlight(2));
    try (var client = HttpClient.newHttpClient()) {
      client.send(to("/small"), BodyHandlers.ofString());
      var neighbour = client.sendAsync(to("/held"), BodyHandlers.ofString());
      writer.get(10, TimeUnit.SECONDS);

      assertThatThrownBy(() -> client.send(to("/fails-late"), BodyHandlers.ofByteArray()))
          .isInstanceOf(IOException.class);
      leave.countDown();
      assertThat(neighbour.get(10, TimeUnit.SECONDS).body()).isEqualTo("begin end");
    }
    assertThatNothingIsLeft();
  }

  private HttpRequest to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
  }

  @Test
  void aStreamedAnswerCanBeHadWithoutASocket() {
    assertThat(routes().answer(Request.of("GET", "/small")).body())
        .asString(UTF_8)
        .isEqualTo("small");
  }
}
