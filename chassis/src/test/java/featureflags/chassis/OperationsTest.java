package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OperationsTest {
  private static String get(Readiness readiness, Metrics metrics, String path) {
    Response response = Operations.routes(readiness, metrics).answer(Request.of("GET", path));
    return response.status() + " " + new String(response.body(), UTF_8);
  }

  private static String ready(Readiness readiness) {
    try (var metrics = new Metrics()) {
      return get(readiness, metrics, "/ready");
    }
  }

  @Test
  void aServiceIsReadyWhenEveryCheckIsFine() {
    var whyNot = new AtomicReference<>(Optional.<String>empty());
    var readiness =
        Readiness.builder()
            .check("postgres", whyNot::get)
            .instant("snapshot", Optional::empty)
            .build();

    assertThat(ready(readiness))
        .isEqualTo(
            "200 {\"status\":\"ready\",\"checks\":{\"postgres\":\"ok\",\"snapshot\":\"ok\"}}");
    whyNot.set(Optional.of("no \"connection\""));
    assertThat(ready(readiness))
        .isEqualTo(
            """
            503 {"status":"not ready","checks":\
            {"postgres":"no \\"connection\\"","snapshot":"ok"}}\
            """);
  }

  @Test
  void aServiceThatIsAboutToStopIsNotReady() {
    var readiness = Readiness.builder().instant("snapshot", Optional::empty).build();

    readiness.drain();

    assertThat(ready(readiness))
        .isEqualTo("503 {\"status\":\"draining\",\"checks\":{\"snapshot\":\"ok\"}}");
  }

  @Test
  void aCheckThatThrowsTellsTheKindOfFailureAndNoMore() {
    var readiness =
        Readiness.builder()
            .check(
                "postgres",
                () -> {
                  throw new Unavailable("PostgreSQL", new IOException("password hush"));
                })
            .instant(
                "snapshot",
                () -> {
                  throw new IllegalStateException("hush");
                })
            .build();

    assertThat(ready(readiness))
        .contains("\"postgres\":\"unavailable\"", "\"snapshot\":\"IllegalStateException\"")
        .doesNotContain("hush");
  }

  @Test
  void aCheckThatHangsIsGivenUpAndAskedOnlyOnce() {
    var asked = new AtomicInteger();
    var never = new CountDownLatch(1);
    var readiness =
        Readiness.builder()
            .check(
                "redis",
                () -> {
                  asked.incrementAndGet();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return Optional.empty();
                })
            .check("postgres", Optional::empty)
            .deadline(Duration.ofMillis(50))
            .build();

    for (int i = 0; i < 5; i++) {
      assertThat(ready(readiness))
          .isEqualTo(
              """
              503 {"status":"not ready","checks":{"postgres":"ok","redis":"no answer in time"}}\
              """);
    }

    assertThat(asked).hasValue(1);
    never.countDown();
    Eventually.holds(() -> readiness.report().ready());
  }

  @Test
  void aServiceThatAnswersIsHealthy() {
    try (var metrics = new Metrics()) {
      assertThat(get(Readiness.builder().build(), metrics, "/health"))
          .isEqualTo("200 {\"status\":\"ok\"}");
    }
  }

  @Test
  void metricsAreScraped() {
    try (var metrics = new Metrics()) {
      metrics.counter("audit.dropped", "Events lost", "why", "full").increment(3);
      metrics.gauge("snapshot.age", "Seconds", () -> 1.5);
      metrics.timer("refresh", "Refreshes").record(Duration.ofMillis(2));

      assertThat(get(Readiness.builder().build(), metrics, "/metrics"))
          .contains(
              "audit_dropped_total{why=\"full\"} 3.0",
              "snapshot_age 1.5",
              "refresh_seconds_bucket{le=\"0.005\"} 1",
              "jvm_memory_used_bytes");
    }
  }

  @Test
  void answersAreTimedByRouteAndStatus() throws Exception {
    try (var metrics = new Metrics();
        var server =
            HttpServer.start(
                ServerConfig.on(0).withHost("127.0.0.1").withEventLoops(1),
                Routes.builder().onLoop("GET", "/flags/{key}", _ -> Response.noContent()).build(),
                metrics);
        var client = new RawClient(server.port())) {
      client.send("GET /flags/a HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      client.send("GET /made/up HTTP/1.1\r\nHost: x\r\n\r\n").answer();

      Eventually.holds(() ->
          metrics
              .scrape()
              .contains(
                  "http_server_requests_seconds_count"
                      + "{method=\"GET\",route=\"/flags/{key}\",status=\"204\"} 1"));
      assertThat(metrics.scrape())
          .contains("{method=\"none\",route=\"none\",status=\"404\"}")
          .doesNotContain("made");
    }
  }
}
