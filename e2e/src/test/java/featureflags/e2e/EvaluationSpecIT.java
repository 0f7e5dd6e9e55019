package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Value;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import featureflags.testkit.EvaluationSpec;
import featureflags.testkit.SpecCase;
import featureflags.testkit.SpecGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The public contract of evaluation, `spec/evaluation`, over HTTP: both services answer every case
/// as it says.
class EvaluationSpecIT {
  private static final String ENVIRONMENT = "/projects/default/environments/spec";
  private static final Duration PROPAGATION = Duration.ofSeconds(20);

  @Test
  void bothServicesAnswerEveryCaseAsItSays(@TempDir Path folder) throws IOException {
    List<SpecGroup> groups =
        EvaluationSpec.all(ValueReader::readDefinition).stream()
            .flatMap(file -> file.groups().stream())
            .toList();
    try (var engine = Standalone.start(environment(folder), folder)) {
      String flagApi = "http://localhost:%d".formatted(engine.flagApiPort());
      String evalService =
          "http://localhost:%d%s/evaluate".formatted(engine.evalServicePort(), ENVIRONMENT);
      created(flagApi + "/projects/default/environments", value("{\"key\":\"spec\"}"));
      groups.forEach(group -> create(flagApi + ENVIRONMENT, group));
      Wait.until(
          "the last flag",
          PROPAGATION,
          () ->
              post(evalService, asked(groups.getLast(), new Value.Structure(Map.of()))).statusCode()
                  == 200);

      List<String> objections =
          groups.stream()
              .flatMap(group -> objections(group, flagApi + ENVIRONMENT, evalService))
              .toList();

      assertThat(objections).isEmpty();
      assertThat(engine.service().terminate()).isZero();
    }
  }

  private static void create(String base, SpecGroup group) {
    group.segments().forEach(segment -> created(base + "/segments", segment));
    group.flags().forEach(flag -> created(base + "/flags", flag));
  }

  private static void created(String uri, Value document) {
    HttpResponse<String> response = post(uri, document);
    assertThat(response.statusCode())
        .as("%s for %s: %s", uri, SpecGroup.key(document), response.body())
        .isEqualTo(201);
  }

  private static Stream<String> objections(SpecGroup group, String base, String evalService) {
    String flagApi = "%s/flags/%s/evaluate".formatted(base, group.key());
    return group.cases().stream()
        .flatMap(each ->
            Stream.concat(
                objections(group, each, post(flagApi, each.context())),
                objections(group, each, post(evalService, asked(group, each.context())))));
  }

  private static Stream<String> objections(
      SpecGroup group, SpecCase each, HttpResponse<String> response) {
    List<String> objections =
        response.statusCode() == 200
            ? each.objections(value(response.body()))
            : List.of(response.body());
    return objections.stream()
        .map(objection ->
            "%s of %s, %s: %s: %s"
                .formatted(response.uri(), group.key(), each.label(), each.context(), objection));
  }

  private static Value asked(SpecGroup group, Value context) {
    var request = new LinkedHashMap<String, Value>();
    request.put("flagKey", new Value.Text(group.key()));
    request.put("context", context);
    return new Value.Structure(request);
  }

  private static HttpResponse<String> post(String uri, Value document) {
    try {
      return Http.post(uri, ValueWriter.text(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value value(String json) {
    return ValueReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> environment(Path folder) {
    return Map.of(
        "FLAG_API_PORT", "0",
        "EVAL_SERVICE_PORT", "0",
        "DATA_DIR", folder.resolve("data").toString());
  }
}
