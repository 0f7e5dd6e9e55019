package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Slow clients, too many requests, and closing under way.
@Timeout(60)
class HttpServerPatienceTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final ServerConfig CONFIG =
      ServerConfig.on(0).withHost("127.0.0.1").withEventLoops(2);
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);

  private Response wait(Request request) {
    entered.countDown();
    try {
      assertThat(leave.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Response.text(200, "text/plain", "done".getBytes(UTF_8));
  }

  private Routes routes() {
    return Routes.builder()
        .onLoop("GET", "/", _ -> Response.noContent())
        .onLoop("POST", "/", _ -> Response.noContent())
        .blocking("GET", "/wait", this::wait)
        .build();
  }

  @Test
  void aBodyThatDoesNotArriveInTimeIsARequestTimeout() throws Exception {
    try (var server = HttpServer.start(CONFIG.withTimeouts(LONG, SHORT), routes());
        var raw = new RawClient(server.port())) {
      raw.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc");

      var answer = raw.answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).contains("problem:request-timeout");
      assertThat(raw.isClosedByServer()).isTrue();
      Eventually.holds(() -> server.inFlight() == 0);
    }
  }

  @Test
  void theFirstHeadOfAConnectionHasLessTimeThanAnyLaterOne() throws Exception {
    try (var server = HttpServer.start(CONFIG.withFirst(SHORT), routes());
        var silent = new RawClient(server.port());
        var slow = new RawClient(server.port());
        var good = new RawClient(server.port())) {
      slow.send("GET / HTTP/1.1\r\nHos");
      assertThat(good.send(GET).answer().status()).isEqualTo(204);

      assertThat(silent.isClosedByServer()).isTrue();
      assertThat(slow.isClosedByServer()).isTrue();
      assertThat(good.send(GET).answer().status()).isEqualTo(204);
    }
  }

  @Test
  void aHeadThatDribblesInIsCutOff() throws Exception {
    try (var server = HttpServer.start(CONFIG.withTimeouts(SHORT, LONG), routes());
        var raw = new RawClient(server.port())) {
      raw.send("GET / HTTP/1.1\r\n");
      int sent = 0;
      // Each byte would restart a timeout that counts from byte to byte.
      while (raw.sends("X") && sent < 10_000) {
        sent++;
        raw.pause(Duration.ofMillis(20));
      }

      assertThat(sent).isBetween(5, 200);
    }
  }

  @Test
  void anIdleConnectionIsClosedAndABusyOneIsNot() throws Exception {
    try (var server = HttpServer.start(CONFIG.withTimeouts(SHORT, LONG), routes());
        var idle = new RawClient(server.port());
        var busy = new RawClient(server.port())) {
      idle.send(GET).answer();
      busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(idle.isClosedByServer()).isTrue();
      leave.countDown();
      assertThat(busy.answer().body()).isEqualTo("done");
    }
  }

  @Test
  void moreBlockingRequestsThanAllowedAreToldToComeAgain() throws Exception {
    try (var server = HttpServer.start(CONFIG.withMaxInFlight(1), routes());
        var first = new RawClient(server.port());
        var second = new RawClient(server.port())) {
      first.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();

      var refused = second.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      var onLoop = second.send(GET).answer();
      leave.countDown();
      var served = first.answer();
      var again = second.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n").answer();

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.head()).containsIgnoringCase("retry-after: 1");
      assertThat(refused.body()).contains("problem:unavailable");
      assertThat(onLoop.status()).isEqualTo(204);
      assertThat(served.body()).isEqualTo("done");
      assertThat(again.status()).isEqualTo(200);
    }
  }

  @Test
  void closingAnswersWhatIsInFlightAndTakesNothingNew() throws Exception {
    var server = HttpServer.start(CONFIG, routes());
    try (var busy = new RawClient(server.port());
        var idle = new RawClient(server.port())) {
      idle.send(GET).answer();
      busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();

      var closing = Thread.ofVirtual().start(server::close);
      boolean idleClosed = idle.isClosedByServer();
      Eventually.holds(() -> refusesConnections(server.port()));
      boolean waited = closing.isAlive();
      leave.countDown();
      var answer = busy.answer();
      closing.join();

      assertThat(idleClosed).isTrue();
      assertThat(waited).isTrue();
      assertThat(answer.body()).isEqualTo("done");
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
  void aRequestThatNeverEndsDoesNotKeepTheServerFromClosing() throws Exception {
    var server = HttpServer.start(CONFIG.withClosing(Duration.ZERO, SHORT), routes());
    try (var busy = new RawClient(server.port())) {
      busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();

      server.close();

      assertThat(busy.isClosedByServer()).isTrue();
      leave.countDown();
    }
  }

  @Test
  void inTheQuietPeriodEveryoneIsServedAndAskedToComeBackElsewhere() throws Exception {
    var server = HttpServer.start(CONFIG.withClosing(LONG, LONG), routes());
    try (var old = new RawClient(server.port())) {
      old.send(GET).answer();
      var closing = Thread.ofVirtual().start(server::close);
      Eventually.holds(() -> asksToLeave(server.port()));

      var answer = old.send(GET).answer();

      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.closes()).isTrue();
      assertThat(old.isClosedByServer()).isTrue();
      closing.join();
    }
  }

  private static boolean asksToLeave(int port) {
    try (var fresh = new RawClient(port)) {
      return fresh.send(GET).answer().closes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aClientThatNeverReadsDoesNotMakeTheServerHoardAnswers() throws Exception {
    var handled = new AtomicInteger();
    byte[] large = new byte[100_000];
    Routes routes =
        Routes.builder()
            .onLoop(
                "GET",
                "/",
                _ -> {
                  handled.incrementAndGet();
                  return Response.json(200, large);
                })
            .build();
    try (var server = HttpServer.start(CONFIG.withTimeouts(SHORT, LONG), routes);
        var deaf = new RawClient(server.port())) {
      deaf.send(GET.repeat(2_000));

      Eventually.holds(() -> !deaf.sends("x"));

      // The buffers of two sockets hold some dozen megabytes; 2,000 answers would be 200.
      assertThat(handled.get()).isLessThan(700);
    }
  }
}
