package featureflags.evalservice;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.Draft;
import featureflags.catalog.Entry;
import featureflags.catalog.Scope;
import featureflags.chassis.Cors;
import featureflags.chassis.Metrics;
import featureflags.chassis.Operations;
import featureflags.chassis.Problem;
import featureflags.chassis.Readiness;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.contract.ApiDocument;
import featureflags.engine.Reason;
import featureflags.json.BatchRequest;
import featureflags.json.DraftShape;
import featureflags.json.EntryShape;
import featureflags.json.EvaluateRequest;
import featureflags.json.OfrepError;
import featureflags.json.OfrepRequest;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the OpenAPI document says is what the service does.
final class OpenApiTest {
  private static final String SCOPED = "/projects/{project}/environments/{environment}";
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Scope STAGING = new Scope("default", "staging");
  private static final Map<String, String> BODIES =
      Map.of("/evaluate", "Evaluate", "/evaluate/batch", "Batch");
  private static final String OFREP = "/ofrep/v1/evaluate/flags";

  /// The flag that the examples speak of.
  private static final String CHECKOUT =
      """
      {"key": "checkout-v2", "enabled": true, "rolloutPercentage": 50,
       "rules": [{"attribute": "plan", "operator": "eq", "values": ["enterprise"], "variant": "on"}]}
      """;

  private static final byte[] NOBODY = "{\"context\": {}}".getBytes(StandardCharsets.UTF_8);

  private static Metrics metrics;
  private static ApiDocument document;

  @BeforeAll
  static void open() {
    metrics = new Metrics();
    document =
        ApiDocument.of(routes(new Snapshots()).answer(Request.of("GET", "/openapi.json")).body());
  }

  @AfterAll
  static void close() {
    metrics.close();
  }

  @Test
  void theDocumentIsValid() {
    assertThat(document.at("/openapi").asString()).startsWith("3.1.");
    assertThat(document.flaws()).isEmpty();
    assertThat(document.unusedComponents()).isEmpty();
    assertThat(document.wrongExamples()).isEmpty();
  }

  @Test
  void everyRouteIsInTheDocumentAndNothingElse() {
    Set<String> served =
        routes(new Snapshots()).list().stream()
            .filter(route -> !route.method().equals("OPTIONS")) // told of once for all
            .map(route -> route.method() + " " + route.template())
            .collect(Collectors.toSet());

    assertThat(document.operations().keySet()).isEqualTo(served);
  }

  @Test
  void everyOperationHasANameOfItsOwnAndDeclaresItsPathParameters() {
    document
        .operations()
        .forEach((name, operation) -> {
          String path = name.substring(name.indexOf(' ') + 1);
          Set<String> inPath =
              Pattern.compile("\\{(\\w+)}")
                  .matcher(path)
                  .results()
                  .map(match -> match.group(1))
                  .collect(Collectors.toSet());

          assertThat(document.pathParameters(path, operation)).as(name).isEqualTo(inPath);
        });
    assertThat(document.operations().values())
        .extracting(operation -> operation.get("operationId").asString())
        .doesNotHaveDuplicates();
  }

  @Test
  void aScopedPathIsToldOfLikeItsBareTwin() {
    for (String path : List.of("/evaluate", "/evaluate/batch", OFREP, OFREP + "/{key}")) {
      JsonNode bare = document.operation("POST " + path);
      var expected = (ObjectNode) bare.deepCopy();
      expected.put("operationId", bare.get("operationId").asString() + "InEnvironment");

      assertThat(document.operation("POST " + SCOPED + path)).isEqualTo(expected);
    }
  }

  @Test
  void theWordsAreTheEngines() {
    var reasons =
        Stream.of(
                new Reason.Disabled(),
                new Reason.PrerequisiteFailed(),
                new Reason.RuleMatch("r1"),
                new Reason.RolledOut(),
                new Reason.Default(),
                new Reason.Quarantined())
            .map(Reason::code)
            .toList();

    assertThat(document.words("Reason"))
        .isEqualTo(reasons)
        .hasSameSizeAs(Reason.class.getPermittedSubclasses());
  }

  @Test
  void everyRequestExampleIsReadAsTheServiceReadsIt() {
    Map<String, Consumer<byte[]>> readers =
        Map.of(
            "Evaluate", EvaluateRequest::read,
            "Batch", BatchRequest::read,
            "Ofrep",
                body ->
                    assertThat(OfrepRequest.read(body))
                        .isInstanceOf(OfrepRequest.Understood.class));

    assertThat(names("requestBodies")).isEqualTo(readers.keySet());
    readers.forEach((component, reader) ->
        assertThat(document.examples("requestBodies/" + component).values())
            .isNotEmpty()
            .allSatisfy(example -> reader.accept(ApiDocument.bytes(example))));
  }

  @Test
  void everyRequestExampleIsAnsweredByTheExampleOfItsName() {
    var routes = routes(holding(text(CHECKOUT)));

    BODIES.forEach((path, body) ->
        document
            .examples("requestBodies/" + body)
            .forEach((name, example) -> {
              Response answer = ask(routes, path, ApiDocument.bytes(example));

              JsonNode expected =
                  document
                      .resolved(document.operation("POST " + path).at("/responses/200"))
                      .at("/content/application~1json/examples/" + name + "/value");
              assertThat(answer.status()).isEqualTo(200);
              assertThat(text(answer)).isEqualTo(expected.toString());
              assertThat(document.surprises("POST " + path, answer)).isEmpty();
            }));
  }

  @Test
  void everyRequestExampleOfOfrepIsAnsweredByTheExampleOfItsName() {
    var routes = routes(holding(text(CHECKOUT)));

    document
        .examples("requestBodies/Ofrep")
        .forEach((name, example) -> {
          byte[] body = ApiDocument.bytes(example);
          Response one = ask(routes, OFREP + "/checkout-v2", body);
          Response all = ask(routes, OFREP, body);

          assertThat(text(one)).isEqualTo(document.example("responses/OfrepFlag", name).toString());
          assertThat(text(all))
              .isEqualTo(document.example("responses/OfrepFlags", name).toString());
          assertThat(document.surprises("POST " + OFREP + "/{key}", one)).isEmpty();
          assertThat(document.surprises("POST " + OFREP, all)).isEmpty();
        });
  }

  @Test
  void everyFailureOfOfrepIsToldOf() {
    var routes = routes(holding(text(CHECKOUT), "{\"of\": \"the future\"}"));
    var nothing = routes(new Snapshots());
    var closed = routes(holding(text(CHECKOUT)), _ -> false);
    var broken =
        routes(
            holding(text(CHECKOUT)),
            _ -> {
              throw new IllegalStateException("a test");
            });

    assertThat(failed(routes, "/{key}", "/checkout-v2", "{\"context\": {}}")).isEqualTo(400);
    assertThat(failed(routes, "/{key}", "/checkout-v2", "{}")).isEqualTo(400);
    assertThat(failed(routes, "/{key}", "/none", "{\"context\": {}}")).isEqualTo(404);
    assertThat(failed(routes, "/{key}", "/future", "{\"context\": {}}")).isEqualTo(500);
    assertThat(failed(routes, "", "", "{\"context\": {}}")).isEqualTo(200);
    assertThat(failed(routes, "", "", "[]")).isEqualTo(400);
    assertThat(failed(nothing, "", "", "{\"context\": {}}")).isEqualTo(429);
    assertThat(failed(nothing, "/{key}", "/none", "{\"context\": {}}")).isEqualTo(429);
    assertThat(failed(closed, "", "", "{\"context\": {}}")).isEqualTo(401);
    assertThat(failed(closed, "/{key}", "/none", "{\"context\": {}}")).isEqualTo(401);
    assertThat(failed(broken, "", "", "{\"context\": {}}")).isEqualTo(500);
  }

  @Test
  void anAnswerThatAClientOfOfrepHasIsToldOf() {
    var routes = routes(holding(text(CHECKOUT)));

    Response answer = routes.answer(Request.of("POST", OFREP, NOBODY).with("If-None-Match", "*"));

    assertThat(answer.status()).isEqualTo(304);
    assertThat(document.surprises("POST " + OFREP, answer)).isEmpty();
  }

  @Test
  void theWordsOfOfrepAreThoseThatItAnswers() {
    assertThat(document.words("OfrepErrorCode"))
        .containsExactlyElementsOf(Stream.of(OfrepError.values()).map(Enum::name).toList());
  }

  @Test
  void everyRefusalIsToldOf() {
    var routes = routes(holding(text(CHECKOUT), "{\"of\": \"the future\"}"));

    assertThat(refused(routes, "/evaluate", "{\"flagKey\": \"no-such-flag\"}")).isEqualTo(404);
    assertThat(refused(routes, "/evaluate", "{\"flagKey\": \"future\"}")).isEqualTo(500);
    assertThat(refused(routes, "/evaluate", "{")).isEqualTo(400);
    assertThat(refused(routes, "/evaluate", "{\"context\": [], \"key\": 1}")).isEqualTo(400);
    assertThat(refused(routes, "/evaluate/batch", "{\"flagKeys\": 1}")).isEqualTo(400);
    assertThat(refused(routes(new Snapshots()), "/evaluate", "{\"flagKey\": \"any\"}"))
        .isEqualTo(503);
    assertThat(refused(routes(new Snapshots()), "/evaluate/batch", "{}")).isEqualTo(503);
  }

  @Test
  void aBatchWithAFlagThatCannotBeReadIsToldOf() {
    var routes = routes(holding(text(CHECKOUT), "{\"of\": \"the future\"}"));

    Response answer = ask(routes, "/evaluate/batch", "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(text(answer)).contains("PARSE_ERROR");
    assertThat(document.surprises("POST /evaluate/batch", answer)).isEmpty();
  }

  @Test
  void theAnswersToWhoeverRunsTheServiceAreToldOf() {
    for (var snapshots : List.of(new Snapshots(), holding(text(CHECKOUT)))) {
      for (String path : List.of("/health", "/ready", "/metrics", "/openapi.json")) {
        Response answer = routes(snapshots).answer(Request.of("GET", path));

        assertThat(document.surprises("GET " + path, answer)).isEmpty();
      }
    }
  }

  @Test
  void everyProblemIsOfATypeThatIsToldOf() {
    Stream<Refusal> refusals =
        Stream.of(
            Refusal.badRequest(""),
            Refusal.invalidDocument(List.of()),
            Refusal.notFound("it"),
            Refusal.methodNotAllowed("PATCH", "GET"),
            Refusal.payloadTooLarge(7),
            Refusal.unavailable("", Duration.ofSeconds(1)));
    var told =
        document
            .at("/components/schemas/Problem/properties/type/enum")
            .valueStream()
            .map(JsonNode::asString)
            .toList();

    assertThat(refusals.map(Refusal::problem).map(Problem::type)).isSubsetOf(told);
  }

  private static int failed(Routes routes, String template, String path, String body) {
    Response answer = ask(routes, OFREP + path, body.getBytes(StandardCharsets.UTF_8));
    assertThat(document.surprises("POST " + OFREP + template, answer)).isEmpty();
    return answer.status();
  }

  private static int refused(Routes routes, String path, String body) {
    Response answer = ask(routes, path, body.getBytes(StandardCharsets.UTF_8));
    assertThat(document.surprises("POST " + path, answer)).isEmpty();
    return answer.status();
  }

  /// Asks the path and its scoped twin, which must answer alike.
  private static Response ask(Routes routes, String path, byte[] body) {
    Response bare = routes.answer(Request.of("POST", path, body));
    Response scoped =
        routes.answer(Request.of("POST", "/projects/default/environments/staging" + path, body));
    assertThat(scoped.status()).isEqualTo(bare.status());
    return bare;
  }

  private static Set<String> names(String components) {
    return document
        .at("/components/" + components)
        .propertyStream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Routes routes(Snapshots snapshots) {
    return routes(snapshots, Doorkeeper.OPEN);
  }

  private static Routes routes(Snapshots snapshots, Doorkeeper doorkeeper) {
    var readiness =
        Readiness.builder()
            .instant("snapshot", () -> EvalService.held(snapshots))
            .note("quarantined", () -> Long.toString(snapshots.quarantined()))
            .build();
    return EvalService.routes(
        new EvaluateRoutes(snapshots, Evaluator.unaudited()),
        new OfrepRoutes(
            snapshots, Evaluator.unaudited(), new ChangeFeeds(snapshots), doorkeeper, Cors.open()),
        Operations.routes(readiness, metrics));
  }

  /// A snapshot of two environments that hold these flags, `checkout-v2` and `future`.
  private static Snapshots holding(String... texts) {
    var keys = List.of("checkout-v2", "future");
    var documents =
        Stream.iterate(0, i -> i < texts.length, i -> i + 1)
            .map(i -> new Document(keys.get(i), 1, texts[i]))
            .toList();
    var snapshots = new Snapshots();
    snapshots.apply(new Delta(Scope.DEFAULT, 0, 1, documents, List.of()));
    snapshots.apply(new Delta(STAGING, 0, 1, documents, List.of()));
    return snapshots;
  }

  /// A flag as the stores keep it.
  private static String text(String draft) {
    Draft read = DraftShape.read(ValueReader.read(draft.getBytes(StandardCharsets.UTF_8)));
    return ValueWriter.text(EntryShape.write(Entry.first(read, NOW)));
  }

  private static String text(Response answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
