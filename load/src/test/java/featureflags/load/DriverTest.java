package featureflags.load;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.chassis.HttpServer;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.chassis.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverTest {
  private static final Duration LONG_ENOUGH = Duration.ofMillis(300);

  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void everyAnswerIsCounted() throws IOException {
    var asked = new AtomicInteger();

    Drive drive;
    try (HttpServer server =
        serving(body -> {
          asked.incrementAndGet();
          return Response.json(200, body);
        })) {
      drive = Driver.drive(closed(server.port(), List.of("\"one\"", "\"two\"")));
    }

    assertThat(drive.errors()).isZero();
    assertThat(drive.requests()).isPositive().isEqualTo(asked.get());
    assertThat(drive.bytes()).isGreaterThan(drive.requests() * "\"one\"".length());
    assertThat(drive.median()).isPositive().isLessThanOrEqualTo(drive.p99());
    assertThat(drive.p99()).isLessThanOrEqualTo(drive.max());
  }

  @Test
  void aRefusalIsAnError() throws IOException {
    Drive drive;
    try (HttpServer server = serving(body -> Response.json(500, body))) {
      drive = Driver.drive(closed(server.port(), List.of("\"one\"")));
    }

    assertThat(drive.errors()).isPositive();
    assertThat(drive.requests()).isZero();
  }

  @Test
  void theAnswerToAnotherRequestIsAnError() throws IOException {
    Drive drive;
    try (HttpServer server = serving(_ -> Response.json(200, bytes("\"one\"")))) {
      drive = Driver.drive(closed(server.port(), List.of("\"one\"", "\"two\"")));
    }

    assertThat(drive.errors()).isPositive();
    assertThat(drive.requests()).isPositive();
  }

  @Test
  void aConnectionThatIsCutIsAnError() throws Exception {
    Drive drive;
    try (var socket = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
      var cutting = Thread.ofVirtual().start(() -> cutTwo(socket));
      drive = Driver.drive(closed(socket.getLocalPort(), List.of("\"one\"")));
      cutting.join();
    }

    assertThat(drive.errors()).isEqualTo(2);
    assertThat(drive.requests()).isZero();
  }

  @Test
  void atAFixedRateAStallIsChargedToAllThatShouldHaveBeenAskedMeanwhile() throws IOException {
    var first = new AtomicInteger();
    var stall = new CountDownLatch(1);
    Orders orders =
        orders(new Rhythm.Open(1_000), Duration.ofMillis(500), PATIENT, List.of("\"one\""));

    Drive drive;
    try (HttpServer server =
        serving(body -> {
          if (first.getAndIncrement() < 2) { // both connections
            pause(stall, Duration.ofMillis(400));
          }
          return Response.json(200, body);
        })) {
      drive = Driver.drive(at(server.port(), orders));
    }

    // Two answers alone were slow; of 500 requests the first 400 had to wait for them, 200 ms in
    // the median, whatever was sent late.
    assertThat(drive.errors()).isZero();
    assertThat(drive.requests()).isEqualTo(500);
    assertThat(drive.median()).isGreaterThan(Duration.ofMillis(100));
    assertThat(drive.p99()).isGreaterThan(Duration.ofMillis(350));
  }

  @Test
  void aServerThatCannotKeepUpIsChargedForWhatItNeverHeardToo() throws IOException {
    var never = new CountDownLatch(1);
    Orders orders = orders(new Rhythm.Open(1_000), LONG_ENOUGH, LONG_ENOUGH, List.of("\"one\""));

    Drive drive;
    try (HttpServer server =
        serving(body -> {
          pause(never, Duration.ofMillis(50));
          return Response.json(200, body);
        })) {
      drive = Driver.drive(at(server.port(), orders));
    }

    // Two connections bear 40 a second: most of 300 requests were never sent.
    assertThat(drive.errors()).isZero();
    assertThat(drive.requests()).isBetween(4L, 60L);
    assertThat(drive.median()).isGreaterThan(LONG_ENOUGH);
  }

  @FunctionalInterface
  private interface Answer {
    Response to(byte[] body);
  }

  private static HttpServer serving(Answer answer) {
    return HttpServer.start(
        ServerConfig.on(0).withHost("127.0.0.1"),
        Routes.builder()
            .blocking("POST", "/evaluate", request -> answer.to(request.body()))
            .build());
  }

  private Orders closed(int port, List<String> bodies) throws IOException {
    return at(port, orders(new Rhythm.Closed(), LONG_ENOUGH, PATIENT, bodies));
  }

  /// Two connections whose answers are to be what was asked.
  private Orders orders(Rhythm rhythm, Duration time, Duration patience, List<String> bodies)
      throws IOException {
    Path file = Files.write(folder.resolve("bodies"), bodies);
    return new Orders(0, 2, rhythm, Duration.ZERO, time, patience, "/evaluate", file, file);
  }

  /// The same through its words, as another process gets them.
  private static Orders at(int port, Orders orders) {
    var to =
        new Orders(
            port,
            orders.connections(),
            orders.rhythm(),
            orders.warmUp(),
            orders.time(),
            orders.patience(),
            orders.path(),
            orders.bodies(),
            orders.answers());
    return Orders.parse(to.words());
  }

  private static void cutTwo(ServerSocket socket) {
    try {
      for (int i = 0; i < 2; i++) {
        try (var connection = socket.accept()) {
          connection.getInputStream().read();
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void pause(CountDownLatch never, Duration length) {
    try {
      assertThat(never.await(length.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
