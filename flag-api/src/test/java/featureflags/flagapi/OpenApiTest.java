package featureflags.flagapi;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Author;
import featureflags.catalog.Change;
import featureflags.catalog.Entry;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Place;
import featureflags.catalog.Recorder;
import featureflags.catalog.Result;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentChange;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.TrailVerdict;
import featureflags.chassis.Metrics;
import featureflags.chassis.Operations;
import featureflags.chassis.Problem;
import featureflags.chassis.Readiness;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.contract.ApiDocument;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Condition;
import featureflags.engine.Context;
import featureflags.engine.Explanation;
import featureflags.engine.Operator;
import featureflags.engine.Reason;
import featureflags.engine.Ruleset;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.json.ChangeShape;
import featureflags.json.ContextShape;
import featureflags.json.DraftShape;
import featureflags.json.EntryShape;
import featureflags.json.EventShape;
import featureflags.json.Instruction;
import featureflags.json.Instructions;
import featureflags.json.PageShape;
import featureflags.json.PlaceShape;
import featureflags.json.ResultWriter;
import featureflags.json.RevertRequest;
import featureflags.json.SegmentChangeShape;
import featureflags.json.SegmentDraftShape;
import featureflags.json.SegmentEntryShape;
import featureflags.json.TrailLine;
import featureflags.json.TrailShape;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import featureflags.postgres.Postgres;
import featureflags.postgres.PostgresAddress;
import featureflags.redis.EvaluationStream;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import featureflags.redis.SnapshotCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the OpenAPI document says is what the service does.
///
/// The service stands here on stores that are away, which is enough to see its routes, its refusals
/// and its shapes.
final class OpenApiTest {
  private static final SegmentDraft BETA = new SegmentDraft("beta", "Beta", "", Condition.NOBODY);
  private static final String SCOPED = "/projects/{project}/environments/{environment}";
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Scope SCOPE = Scope.DEFAULT;
  private static final int NOBODY_LISTENS = 1;

  private static Postgres postgres;
  private static Redis redis;
  private static Metrics metrics;
  private static Routes routes;
  private static ApiDocument document;

  @BeforeAll
  static void open() {
    postgres =
        Postgres.open(
            new PostgresAddress("127.0.0.1", NOBODY_LISTENS, "none", "nobody", "nothing"),
            "openapi",
            1);
    redis = new Redis(new RedisAddress("127.0.0.1", NOBODY_LISTENS, ""));
    metrics = new Metrics();
    var clock = InstantSource.fixed(NOW);
    var readiness =
        Readiness.builder()
            .check("postgres", Readiness.Check.answers(postgres::ping))
            .check("redis", Readiness.Check.answers(redis::ping))
            .build();
    routes =
        new RouteTable(
                postgres,
                new SnapshotCache(redis),
                new EvaluationStream(redis),
                clock,
                new Recorder(UUID::randomUUID, clock, List.of()),
                _ -> {},
                _ -> {})
            .routes(Operations.routes(readiness, metrics));
    document = ApiDocument.of(routes.answer(Request.of("GET", "/openapi.json")).body());
  }

  @AfterAll
  static void close() {
    redis.close();
    postgres.close();
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
        routes.list().stream()
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
    document
        .operations()
        .forEach((name, operation) -> {
          String scoped = name.replace(" ", " " + SCOPED);
          if (document.operations().containsKey(scoped)) {
            var expected = (ObjectNode) operation.deepCopy();
            expected.put("operationId", operation.get("operationId").asString() + "InEnvironment");

            assertThat(document.operation(scoped)).as(scoped).isEqualTo(expected);
          }
        });
  }

  @Test
  void theWordsAreTheEngines() {
    assertThat(document.words("Operator")).isEqualTo(lower(Operator.values()));
    assertThat(document.words("ValueType")).isEqualTo(lower(ValueType.values()));
    assertThat(document.words("Reason"))
        .isEqualTo(reasons().map(Reason::code).toList())
        .hasSameSizeAs(Reason.class.getPermittedSubclasses());
  }

  @Test
  void everyRequestExampleIsReadAsTheServiceReadsIt() {
    Map<String, Consumer<byte[]>> readers =
        Map.of(
            "NewFlag", body -> DraftShape.read(ValueReader.read(body)),
            "EditFlag", body -> DraftShape.readEdit(created().draft(), ValueReader.read(body)),
            "PatchFlag", body -> Instructions.read(ValueReader.read(body)).apply(created().draft()),
            "NewSegment", body -> SegmentDraftShape.read(ValueReader.read(body)),
            "EditSegment", body -> SegmentDraftShape.readEdit(BETA, ValueReader.read(body)),
            "NewPlace", body -> PlaceShape.read(ValueReader.read(body)),
            "Revert", body -> RevertRequest.read(ValueReader.read(body)),
            "Context", body -> ContextShape.read(ValueReader.read(body)));

    assertThat(names("requestBodies"))
        .isEqualTo(Stream.concat(readers.keySet().stream(), Stream.of("Keys")).collect(toSet()));
    readers.forEach((component, reader) ->
        assertThat(document.examples("requestBodies/" + component).values())
            .isNotEmpty()
            .allSatisfy(example -> reader.accept(ApiDocument.bytes(example))));
  }

  @Test
  void everyFlagInTheExamplesIsWrittenAsTheServiceWritesIt() {
    for (String answer : List.of("FlagCreated", "FlagSaved")) {
      assertThat(document.examples("responses/" + answer).values())
          .isNotEmpty()
          .allSatisfy(example ->
              assertThat(ValueWriter.text(EntryShape.writeSaved(stored(example), List.of())))
                  .isEqualTo(example.toString()));
    }
    assertThat(document.examples("responses/FlagRead").values())
        .isNotEmpty()
        .allSatisfy(example ->
            assertThat(ValueWriter.text(EntryShape.write(stored(example))))
                .isEqualTo(example.toString()));
  }

  @Test
  void everySegmentInTheExamplesIsWrittenAsTheServiceWritesIt() {
    for (String answer : List.of("SegmentCreated", "SegmentRead", "SegmentSaved")) {
      assertThat(document.examples("responses/" + answer).values())
          .isNotEmpty()
          .allSatisfy(example -> {
            var segment = SegmentEntryShape.read(ValueReader.read(ApiDocument.bytes(example)));
            assertThat(ValueWriter.text(SegmentEntryShape.write(segment)))
                .isEqualTo(example.toString());
          });
    }
  }

  @Test
  void everyInstructionIsToldOf() {
    var kinds = words("/components/schemas/Instruction/properties/kind/enum");

    assertThat(kinds).hasSameSizeAs(Instruction.class.getPermittedSubclasses());
    assertThat(kinds)
        .map(kind -> kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Instruction.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
  }

  /// The flag of an example, which may be the answer of a save.
  private static Entry stored(JsonNode example) {
    var fields =
        new LinkedHashMap<>(
            ((Value.Structure) ValueReader.read(ApiDocument.bytes(example))).fields());
    fields.remove("warnings");
    return EntryShape.read(new Value.Structure(fields));
  }

  @Test
  void whatIsWrittenOfEachFlagInTheRequestExamplesIsToldOf() {
    for (JsonNode example : document.examples("requestBodies/NewFlag").values()) {
      Entry entry = entry(example);

      for (Entry version : List.of(entry, entry.archived(NOW))) {
        byte[] written = ValueWriter.bytes(EntryShape.write(version));
        assertThat(document.breaches("/components/schemas/Flag", written)).isEmpty();
      }
    }
  }

  @Test
  void theEvaluationsInTheExamplesAreWhatTheEngineAnswers() {
    var contexts = document.examples("requestBodies/Context");

    contexts.forEach((name, context) ->
        assertThat(evaluated(created(), context, false)).isEqualTo(answer(name)));
    assertThat(evaluated(created(), document.example("requestBodies/Context", "free"), true))
        .isEqualTo(answer("explained"));
  }

  @Test
  void everyStepOfAnExplanationIsToldOf() {
    Entry typed = entry(document.example("requestBodies/NewFlag", "typed"));
    Entry off = entry(document.example("requestBodies/NewFlag", "smallest"));
    JsonNode german = json("{\"country\":\"DE\"}");
    JsonNode company = json("{\"country\":[\"DE\",\"IT\"],\"companyId\":\"c1\"}");

    for (String answer :
        List.of(
            evaluated(typed, german, true),
            evaluated(typed, company, true),
            evaluated(off, german, true),
            evaluated(created(), json("{\"plan\":\"enterprise\"}"), true))) {
      assertThat(document.breaches("/components/schemas/Evaluation", json(answer))).isEmpty();
    }
  }

  @Test
  void everyEntryOfAProjectsTrailIsToldOf() {
    var segment = SegmentEntry.created(BETA, 1, NOW);
    var author = new Author("ada@example.com", "request-1");
    var entries =
        Stream.of(
                ChangeShape.record(SCOPE, new Change.Created(created()), author),
                SegmentChangeShape.record(SCOPE, new SegmentChange.Created(segment), author),
                SegmentChangeShape.record(SCOPE, new SegmentChange.Deleted(segment, NOW), author))
            .map(change -> TrailLine.chain(1, change, TrailEntry.NOTHING))
            .map(TrailShape::write)
            .toList();

    byte[] page = ValueWriter.bytes(PageShape.write(entries, ""));

    assertThat(document.breaches("/components/schemas/TrailEntryPage", page)).isEmpty();
  }

  @Test
  void whatComesOfVerifyingATrailIsToldOf() {
    for (var verdict :
        List.of(
            new TrailVerdict.Intact(0, TrailEntry.NOTHING), new TrailVerdict.Broken(7, "why"))) {
      byte[] written = ValueWriter.bytes(TrailShape.write("default", verdict));

      assertThat(document.breaches("/components/schemas/TrailVerdict", written)).isEmpty();
    }
  }

  @Test
  void everyLineOfBothTrailsIsToldOf() {
    Entry first = created();
    Entry archived = first.archived(NOW);
    var changes =
        Stream.of(
                new Change.Created(first),
                new Change.Updated(first, first.revised(first.draft(), NOW)),
                new Change.Archived(first, archived),
                new Change.Restored(archived, archived.restored(NOW)))
            .map(OpenApiTest::line)
            .map(ChangeShape::trail)
            .toList();
    var evaluations =
        Stream.of(event("TARGETING_RULE", "r1", "user-001"), event("DEFAULT", "", ""))
            .map(EventShape::write)
            .toList();

    for (var lines : List.of(changes, evaluations)) {
      byte[] page = ValueWriter.bytes(PageShape.write(lines, "bmV4dA"));
      String trail = "/components/responses/Trail/content/application~1json/schema";
      assertThat(document.breaches(trail, page)).isEmpty();
    }
    assertThat(changes).hasSameSizeAs(Change.class.getPermittedSubclasses());
    assertThat(changes)
        .extracting(line -> json(ValueWriter.text(line)).get("kind").asString())
        .isEqualTo(words("/components/schemas/Change/properties/kind/enum"));
  }

  @Test
  void aPlaceIsToldOf() {
    byte[] place = ValueWriter.bytes(PlaceShape.write(new Place("mobile", "Mobile apps", NOW)));

    assertThat(document.breaches("/components/schemas/Place", place)).isEmpty();
  }

  @Test
  void everyProblemIsOfATypeThatIsToldOf() {
    Stream<Refusal> refusals =
        Stream.of(
            Refusal.badRequest(""),
            Refusal.invalidDocument(List.of()),
            Refusal.notFound("it"),
            Refusal.methodNotAllowed("PATCH", "GET"),
            Refusal.conflict(""),
            Refusal.preconditionFailed(7),
            Refusal.payloadTooLarge(7),
            Refusal.unavailable("", Duration.ofSeconds(1)),
            Asked.inUse("", List.of("checkout")),
            Asked.noFlag("checkout"));

    assertThat(refusals.map(Refusal::problem).map(Problem::type))
        .isSubsetOf(words("/components/schemas/Problem/properties/type/enum"));
  }

  @Test
  void whileTheStoresAreAwayEveryAnswerIsToldOf() {
    var answers = answers(_ -> true, this::request);

    assertThat(surprises(answers)).isEmpty();
    assertThat(statuses(answers)).containsExactlyInAnyOrder(200, 503);
  }

  @Test
  void theRefusalOfAnUnknownParameterIsToldOf() {
    var answers =
        answers(
            operation -> !isOf("operations", operation),
            operation -> request(operation, "?nonsense=1", Optional.empty()));

    assertThat(surprises(answers)).isEmpty();
    assertThat(statuses(answers)).containsExactly(400);
  }

  @Test
  void theRefusalOfABadBodyIsToldOf() {
    var answers =
        answers(
            OpenApiTest::takesJson,
            operation -> request(operation, "", Optional.of(new byte[] {'{'})));

    assertThat(surprises(answers)).isEmpty();
    assertThat(statuses(answers)).containsExactly(400);
  }

  @Test
  void theRefusalOfAPathThatNamesNothingIsToldOf() {
    var answers =
        answers(
            operation -> operation.contains("{") && !operation.contains(" /subjects/"),
            operation -> {
              Request good = request(operation);
              String path =
                  good.path()
                      .replaceFirst("(checkout-v2|default|(?<=/dead-letters/)\\d+)", "a%20b");
              return Request.of(good.method(), path, good.body());
            });

    assertThat(surprises(answers)).isEmpty();
    assertThat(statuses(answers)).containsExactly(404);
  }

  private static boolean takesJson(String operation) {
    JsonNode body = document.operation(operation).path("requestBody");
    return !body.isMissingNode()
        && !document.resolved(body).at("/content/application~1json").isMissingNode();
  }

  /// Asks all of these operations at once, because each may wait a while for the stores.
  private static Map<String, Response> answers(Predicate<String> which, RequestMaker requests) {
    var answers = new TreeMap<String, Future<Response>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      document.operations().keySet().stream()
          .filter(which)
          .forEach(operation ->
              answers.put(operation, threads.submit(() -> routes.answer(requests.of(operation)))));
    }
    return answers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, answer -> answer.getValue().resultNow()));
  }

  private static List<String> surprises(Map<String, Response> answers) {
    return answers.entrySet().stream()
        .flatMap(answer -> document.surprises(answer.getKey(), answer.getValue()).stream())
        .toList();
  }

  private static Set<Integer> statuses(Map<String, Response> answers) {
    return answers.values().stream().map(Response::status).collect(Collectors.toSet());
  }

  private static boolean isOf(String tag, String operation) {
    return document.operation(operation).get("tags").get(0).asString().equals(tag);
  }

  private Request request(String operation) {
    return request(operation, "", Optional.empty());
  }

  /// A request for an operation, made of the examples in the document.
  private static Request request(String operation, String query, Optional<byte[]> body) {
    String[] parts = operation.split(" ", 2);
    String path =
        parts[1]
            .replace("{project}", example("Project"))
            .replace("{environment}", example("Environment"))
            .replace("{key}", example("FlagKey"))
            .replace("{id}", example("LetterId"))
            .replace("{subject}", example("Subject"));
    JsonNode wanted = document.operation(operation).path("requestBody");
    byte[] exemplary =
        !takesJson(operation)
            ? new byte[0]
            : ApiDocument.bytes(
                document
                    .resolved(wanted)
                    .at("/content/application~1json/examples")
                    .valueStream()
                    .findFirst()
                    .orElseThrow()
                    .get("value"));
    return Request.of(parts[0], path + query, body.orElse(exemplary));
  }

  private static String example(String parameter) {
    return document.at("/components/parameters/" + parameter + "/example").asString();
  }

  private static Set<String> names(String components) {
    return document
        .at("/components/" + components)
        .propertyStream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static List<String> words(String pointer) {
    return document.at(pointer).valueStream().map(JsonNode::asString).toList();
  }

  private static Entry created() {
    return stored(document.example("responses/FlagCreated", "created"));
  }

  private static Entry entry(JsonNode draft) {
    return Entry.first(DraftShape.read(ValueReader.read(ApiDocument.bytes(draft))), NOW);
  }

  private static String answer(String name) {
    return document.example("responses/Evaluated", name).toString();
  }

  private static String evaluated(Entry entry, JsonNode given, boolean explain) {
    Context context = ContextShape.read(ValueReader.read(ApiDocument.bytes(given)));
    Explanation explanation = CompiledFlag.of(entry.flag()).explain(context, Ruleset.empty());
    var result = new Result(entry.flag().key(), entry.version(), explanation.decision());
    return new String(
        explain ? ResultWriter.explained(result, explanation) : ResultWriter.one(result),
        StandardCharsets.UTF_8);
  }

  private static TrailEntry line(Change change) {
    var record = ChangeShape.record(SCOPE, change, new Author("ada@example.com", "request-1"));
    return TrailLine.chain(1, record, TrailEntry.NOTHING);
  }

  private static EvaluationEvent event(String reason, String rule, String subject) {
    return new EvaluationEvent(
        new UUID(1, 2), NOW, SCOPE, "checkout-v2", 1, "on", reason, rule, subject, Map.of());
  }

  private static Stream<Reason> reasons() {
    return Stream.of(
        new Reason.Disabled(),
        new Reason.PrerequisiteFailed(),
        new Reason.RuleMatch("r1"),
        new Reason.RolledOut(),
        new Reason.Default(),
        new Reason.Quarantined());
  }

  private static List<String> lower(Enum<?>[] values) {
    return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static JsonNode json(String text) {
    return ApiDocument.json(text);
  }

  @FunctionalInterface
  private interface RequestMaker {
    Request of(String operation);
  }
}
