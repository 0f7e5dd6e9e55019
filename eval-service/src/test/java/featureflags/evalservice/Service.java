package featureflags.evalservice;

import featureflags.chassis.Env;
import featureflags.chassis.HttpServer;
import featureflags.chassis.Lifecycle;
import featureflags.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// A running eval-service and a client of it.
final class Service implements AutoCloseable {
  /// Longer than anything here takes that works.
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Lifecycle lifecycle = new Lifecycle();
  private final HttpServer http;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Service(Map<String, String> environment) {
    this.http = EvalService.start(Settings.from(Env.of(environment)), lifecycle);
  }

  /// Starts the service, ready or not.
  static Service start(Map<String, String> environment) {
    return new Service(environment);
  }

  /// Starts the service, and returns when it is ready.
  static Service ready(Map<String, String> environment) {
    var service = new Service(environment);
    service.awaitReady();
    return service;
  }

  void awaitReady() {
    Await.until("readiness", PATIENCE, () -> get("/ready"), answer -> answer.status() == 200);
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET().build());
  }

  Answer post(String path, String body) {
    return send(request(path, body));
  }

  HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .header("Content-Type", "application/json")
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  HttpClient client() {
    return client;
  }

  /// What a flag serves to nobody in particular: the variant, or the error.
  String serves(String flag) {
    Answer answer =
        post("/evaluate/batch", "{\"flagKeys\":[\"%s\"],\"context\":{}}".formatted(flag));
    return answer.status() == 200
        ? answer.at("results", 0, "variant") + answer.at("results", 0, "errorCode")
        : Integer.toString(answer.status());
  }

  /// Waits until the flag serves the variant.
  ///
  /// @return how long it took
  Duration awaitServes(String flag, String variant) {
    long start = System.nanoTime();
    Await.until(
        "%s to serve %s".formatted(flag, variant), PATIENCE, () -> serves(flag), variant::equals);
    return Duration.ofNanos(System.nanoTime() - start);
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

  Answer send(HttpRequest request) {
    try {
      return Answer.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(http.port(), path));
  }

  @Override
  public void close() {
    client.shutdownNow(); // or the service would wait for its connections to go elsewhere
    lifecycle.close();
  }
}
