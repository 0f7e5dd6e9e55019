package featureflags.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs the images' health check against a real server.
class AnswersTest {
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aReadyServiceIsHealthy() throws IOException, InterruptedException {
    answer("/ready", 200);

    assertThat(check("/ready")).isZero();
  }

  @Test
  void aServiceThatIsNotReadyIsNotHealthy() throws IOException, InterruptedException {
    answer("/ready", 503);

    assertThat(check("/ready")).isNotZero();
  }

  @Test
  void theAskedPathIsTheOneThatCounts() throws IOException, InterruptedException {
    answer("/health", 200);
    answer("/ready", 503);

    assertThat(check("/health")).isZero();
    assertThat(check("/ready")).isNotZero();
  }

  @Test
  void aPortThatNobodyListensOnIsNotHealthy() throws IOException, InterruptedException {
    var port = server.getAddress().getPort();
    server.stop(0);

    assertThat(check(port, "/ready")).isNotZero();
  }

  @Test
  void aServerThatSaysNothingIsNotHealthy() throws IOException, InterruptedException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(check(silent.getLocalPort(), "/ready")).isNotZero();
    }
  }

  private void answer(String path, int status) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  private int check(String path) throws IOException, InterruptedException {
    return check(server.getAddress().getPort(), path);
  }

  private static int check(int port, String path) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(Repository.path("deploy/answers").toString(), path)
            .redirectErrorStream(true);
    builder.environment().put("PORT", Integer.toString(port));
    var bash = builder.start();
    try {
      assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return bash.exitValue();
    } finally {
      bash.destroyForcibly();
    }
  }
}
