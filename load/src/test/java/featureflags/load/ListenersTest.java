package featureflags.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import featureflags.chassis.HttpServer;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.chassis.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] EVENT =
      "id: 7\ndata: {\"type\":\"refetchEvaluation\"}\n\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void allAreAwaitedAndPingsDoNotCount() {
    var changed = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    try (HttpServer server = serving(changed, over);
        var listeners = Listeners.open(20, server.port(), "/events")) {
      listeners.awaitMore(new int[20], LIMIT);
      int[] before = listeners.events();
      long asked = System.nanoTime();

      changed.countDown();
      long last = listeners.awaitMore(before, LIMIT);

      assertThat(before).containsOnly(1);
      assertThat(listeners.events()).containsOnly(2);
      assertThat(last).isGreaterThan(asked);
      over.countDown();
    }
  }

  @Test
  void aRefusalIsToldAtOnce() {
    try (HttpServer server = serving(new CountDownLatch(0), new CountDownLatch(0));
        var listeners = Listeners.open(2, server.port(), "/nothing")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> listeners.awaitMore(new int[2], LIMIT))
          .withMessageContaining("refused");
    }
  }

  private static HttpServer serving(CountDownLatch changed, CountDownLatch over) {
    return HttpServer.start(
        ServerConfig.on(0).withHost("127.0.0.1"),
        Routes.builder()
            .blocking(
                "GET",
                "/events",
                _ ->
                    Response.streaming(
                        200,
                        "text/event-stream",
                        out -> {
                          out.write(PING);
                          out.write(EVENT);
                          out.flush();
                          await(changed);
                          out.write(EVENT);
                          out.flush();
                          await(over);
                        }))
            .build());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
