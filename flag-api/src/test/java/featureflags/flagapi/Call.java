package featureflags.flagapi;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// One request in the making.
final class Call {
  private final HttpClient client;
  private final String method;
  private final HttpRequest.Builder request;

  Call(HttpClient client, String url, String method) {
    this.client = client;
    this.method = method;
    this.request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
  }

  Call with(String header, String value) {
    request.header(header, value);
    return this;
  }

  Answer send() {
    return send(BodyPublishers.noBody());
  }

  Answer send(String body) {
    return send(BodyPublishers.ofString(body));
  }

  Answer send(BodyPublisher body) {
    return later(body).join();
  }

  CompletableFuture<Answer> later(String body) {
    return later(BodyPublishers.ofString(body));
  }

  CompletableFuture<Answer> later(BodyPublisher body) {
    return client
        .sendAsync(request.method(method, body).build(), BodyHandlers.ofByteArray())
        .thenApply(
            response -> new Answer(response.statusCode(), response.headers(), response.body()));
  }
}
