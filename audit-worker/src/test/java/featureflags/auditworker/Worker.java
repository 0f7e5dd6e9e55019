package featureflags.auditworker;

import featureflags.chassis.Env;
import featureflags.chassis.HttpServer;
import featureflags.chassis.Lifecycle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// A running audit-worker.
final class Worker implements AutoCloseable {
  /// Longer than anything here takes that works.
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Lifecycle lifecycle = new Lifecycle();
  private final HttpServer http;

  private Worker(Map<String, String> environment) {
    this.http = AuditWorker.start(Settings.from(Env.of(environment)), lifecycle);
  }

  static Worker start(Map<String, String> environment) {
    return new Worker(environment);
  }

  HttpResponse<String> get(String path) {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(http.port(), path)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A figure of `/metrics`; −1 when there is none.
  double metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
