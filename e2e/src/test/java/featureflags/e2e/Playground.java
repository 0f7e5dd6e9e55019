package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Value;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import featureflags.testkit.Await;
import featureflags.testkit.SpecGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A running engine with the flags that OpenFeature's clients of every language are asked about.
record Playground(Standalone engine) implements AutoCloseable {
  /// Longer than anything here takes that works.
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Path FLAGS = Path.of("src/test/javascript/flags.json");

  /// Starts an engine, and returns when both services know the flags.
  static Playground open(Path folder) throws IOException {
    var environment =
        Map.of(
            "FLAG_API_PORT", "0",
            "EVAL_SERVICE_PORT", "0",
            "DATA_DIR", folder.resolve("data").toString());
    var playground = new Playground(Standalone.start(environment, folder));
    var flags = (Value.Items) ValueReader.read(Files.readAllBytes(FLAGS));
    flags.values().forEach(flag -> playground.create("", ValueWriter.text(flag)));
    playground.awaitServes("", SpecGroup.key(flags.values().getLast()), "");
    return playground;
  }

  String flagApi() {
    return "http://127.0.0.1:" + engine.flagApiPort();
  }

  String evalService() {
    return "http://127.0.0.1:" + engine.evalServicePort();
  }

  /// Creates a flag.
  ///
  /// @param place the path of its environment, or nothing for the default one
  void create(String place, String flag) {
    var created = send("POST", place + "/flags", flag);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
  }

  /// Changes a flag.
  void change(String place, String key, String edit) {
    var changed = send("PUT", place + "/flags/" + key, edit);
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
  }

  /// Waits until eval-service serves a variant to nobody in particular.
  void awaitServes(String place, String key, String variant) {
    String body = "{\"flagKey\":\"%s\",\"context\":{}}".formatted(key);
    String wanted = "\"variant\":\"" + variant;
    Await.until(
        "%s to serve '%s'".formatted(key, variant),
        PATIENCE,
        () -> posted(evalService() + place + "/evaluate", body),
        answer -> answer.contains(wanted));
  }

  /// What flag-api says of a flag's evaluations.
  String evaluations(String key) {
    return send("GET", "/flags/%s/audit?type=evaluation".formatted(key), "").body();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    try {
      return Http.send(
          HttpRequest.newBuilder(URI.create(flagApi() + path))
              .method(method, BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String posted(String uri, String body) {
    try {
      return Http.post(uri, body).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the engine in good order.
  @Override
  public void close() {
    try (engine) {
      assertThat(engine.service().terminate()).isZero();
    }
  }
}
