package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers that go on: server-sent events.
@Timeout(60)
class HttpServerFeedTest {
  private static final ServerConfig CONFIG =
      ServerConfig.on(0).withHost("127.0.0.1").withEventLoops(2);
  private static final String GET = "GET /news HTTP/1.1\r\nHost: x\r\n\r\n";

  /// More than are told at once.
  private static final int MANY = 150;

  private final Feed feed = new Feed();
  private HttpServer server = HttpServer.start(CONFIG, routes());

  private Routes routes() {
    return Routes.builder()
        .onLoop("GET", "/news", _ -> Response.following(feed, Optional::empty))
        .onLoop("GET", "/last", _ -> Response.following(feed, () -> Optional.of(event("0"))))
        .onLoop("GET", "/plain", _ -> Response.noContent())
        .build();
  }

  private static ServerEvent event(String id) {
    return new ServerEvent(id, "{\"n\":%s}".formatted(id));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /// A client that follows, its head read.
  private final class Client implements AutoCloseable {
    private final RawClient raw = new RawClient(server.port());
    private final String head;
    private final BufferedReader lines;

    Client(String request) throws IOException {
      head = raw.send(request).head();
      lines = new BufferedReader(new InputStreamReader(raw.chunks(), UTF_8));
    }

    String line() throws IOException {
      return String.valueOf(lines.readLine());
    }

    @Override
    public void close() throws IOException {
      raw.close();
    }
  }

  @Test
  void whatIsPublishedGoesToEverybodyInOrder() throws Exception {
    var clients = new ArrayList<Client>();
    for (int i = 0; i < MANY; i++) {
      clients.add(new Client(GET));
    }
    Eventually.holds(() -> feed.followers() == MANY);

    feed.publish(event("1"));
    feed.publish(new ServerEvent("2", "two\nlines"));

    for (Client client : clients) {
      assertThat(client.head)
          .startsWith("HTTP/1.1 200 ")
          .contains("Content-Type: text/event-stream", "Cache-Control: no-store", "X-Request-Id:");
      assertThat(client.line()).matches("retry: \\d{4}");
      assertThat(client.line()).isEmpty();
      assertThat(client.line()).isEqualTo("id: 1");
      assertThat(client.line()).isEqualTo("data: {\"n\":1}");
      assertThat(client.line()).isEmpty();
      assertThat(client.line()).isEqualTo("id: 2");
      assertThat(client.line()).isEqualTo("data: two");
      assertThat(client.line()).isEqualTo("data: lines");
      assertThat(client.line()).isEmpty();
      client.close();
    }
    Eventually.holds(() -> feed.followers() == 0);
  }

  @Test
  void aClientMayBeSentSomethingToBeginWith() throws Exception {
    try (var client = new Client(GET.replace("/news", "/last"))) {
      client.line();
      client.line();

      assertThat(client.line()).isEqualTo("id: 0");
    }
  }

  @Test
  void commentsKeepTheConnectionFromLookingDead() throws Exception {
    server.close();
    server =
        HttpServer.start(
            CONFIG.withTimeouts(Duration.ofMillis(250), Duration.ofSeconds(30)), routes());
    try (var client = new Client(GET)) {
      client.line();
      client.line();

      for (int i = 0; i < 10; i++) {
        assertThat(client.line()).isEqualTo(": ping");
        assertThat(client.line()).isEmpty();
      }
    }
  }

  @Test
  void whoFollowsIsNoRequestInFlightAndIsLetGoWhenTheServerStops() throws Exception {
    try (var client = new Client(GET)) {
      Eventually.holds(() -> feed.followers() == 1);
      assertThat(server.inFlight()).isZero();

      server.quiesce();

      client.line();
      client.line();
      assertThat(client.lines.readLine()).isNull();
      assertThat(client.raw.isClosedByServer()).isTrue();
      Eventually.holds(() -> feed.followers() == 0);
      assertThat(server.inFlight()).isZero();
    }
  }

  @Test
  void aStoppingServerStillAnswersWhoWantsToFollow() throws Exception {
    server.quiesce();
    try (var raw = new RawClient(server.port())) {
      var answer = raw.send(GET).answer();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.closes()).isTrue();
    }
    assertThat(feed.followers()).isZero();
  }

  @Test
  void whoDoesNotReadIsDropped() throws Exception {
    try (var deaf = new Client(GET);
        var client = new Client(GET)) {
      Eventually.holds(() -> feed.followers() == 2);
      var large = new ServerEvent("1", "x".repeat(100_000));

      Thread.ofVirtual().start(() -> readOn(client));
      // The sockets between hold some megabytes.
      Eventually.holds(() -> {
        feed.publish(large);
        return feed.followers() < 2;
      });

      assertThat(deaf.head).isNotEmpty();
    }
    Eventually.holds(() -> feed.followers() == 0);
  }

  private static void readOn(Client client) {
    try {
      while (client.lines.readLine() != null) {
        Thread.onSpinWait();
      }
    } catch (IOException _) {
      // closed
    }
  }

  @Test
  void whoOnlyAsksForTheHeadDoesNotFollow() throws Exception {
    try (var raw = new RawClient(server.port())) {
      String head = raw.send(GET.replace("GET", "HEAD")).head();

      assertThat(head).startsWith("HTTP/1.1 200").contains("text/event-stream");
      raw.send(GET.replace("/news", "/plain"));
      assertThat(raw.head()).startsWith("HTTP/1.1 204");
      assertThat(feed.followers()).isZero();
    }
  }

  @Test
  void anOldClientFollowsUntilTheConnectionEnds() throws Exception {
    try (var raw = new RawClient(server.port())) {
      String head = raw.send("GET /last HTTP/1.0\r\n\r\n").head();
      assertThat(head).contains("close").doesNotContain("chunked");
      Eventually.holds(() -> feed.followers() == 1);

      server.quiesce();

      assertThat(raw.rest()).matches("retry: \\d{4}\n\nid: 0\ndata: \\{\"n\":0}\n\n");
    }
  }

  @Test
  void anEventsIdIsOneLine() {
    assertThatThrownBy(() -> new ServerEvent("1\n2", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
