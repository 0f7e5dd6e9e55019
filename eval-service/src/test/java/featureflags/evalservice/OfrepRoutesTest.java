package featureflags.evalservice;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.chassis.Cors;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.chassis.Secret;
import featureflags.engine.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What OFREP answers about flags in memory.
final class OfrepRoutesTest {
  private static final String FLAGS = "/ofrep/v1/evaluate/flags";
  private static final String NOBODY = "{\"context\":{}}";
  private static final String SOMEBODY = "{\"context\":{\"targetingKey\":\"u\"}}";

  private static final List<Document> DOCUMENTS =
      List.of(
          Stores.document(flag("half").enabled().rollout(50).build(), 2),
          Stores.document(flag("off").rollout(50).build(), 3),
          Stores.document(
              flag("pros").enabled().rule(when("plan", EQ, "pro")).rollout(50).build(), 4),
          Stores.document(
              flag("ten").enabled().type(ValueType.NUMBER).variant("off", 10).serve("off").build(),
              5),
          new Document(
              "newer",
              6,
              "{\"type\":\"number\",\"variants\":[{\"key\":\"z\",\"value\":10}],\"offVariant\":\"z\"}"),
          new Document("unreadable", 7, "{\"of\":\"the future\"}"));

  private final Routes routes = routes(holding(), Doorkeeper.OPEN);

  @Test
  void aFlagIsAnsweredWithItsValue() {
    assertThat(text(ask("/off", NOBODY)))
        .isEqualTo(
            "{'key':'off','value':false,'reason':'DISABLED','variant':'off',"
                + "'metadata':{'flagSetId':'production','version':3}}");
    assertThat(text(ask("/ten", NOBODY))).contains("'value':10.0,'reason':'STATIC'");
    assertThat(text(ask("/newer", NOBODY))).contains("'value':10.0,'reason':'ERROR'");
    assertThat(ask("/off", NOBODY).header("Content-Type")).contains("application/json");
  }

  @Test
  void aFlagThatBucketsAsksForATargetingKey() {
    Response answer = ask("/half", NOBODY);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer))
        .startsWith("{'key':'half','errorCode':'TARGETING_KEY_MISSING','errorDetails':'")
        .endsWith("','metadata':{}}");
    assertThat(ask("/half", SOMEBODY).status()).isEqualTo(200);
    assertThat(ask("/half", "{\"context\":{\"userId\":7}}").status()).isEqualTo(200);
  }

  @Test
  void aRuleThatServesWithoutATargetingKeyNeedsNone() {
    assertThat(text(ask("/pros", "{\"context\":{\"plan\":\"pro\"}}"))).contains("TARGETING_MATCH");
    assertThat(text(ask("/pros", "{\"context\":{\"plan\":\"free\"}}")))
        .contains("TARGETING_KEY_MISSING");
  }

  @Test
  void aFlagThatCannotBeReadIsAParseError() {
    Response answer = ask("/unreadable", NOBODY);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer)).startsWith("{'key':'unreadable','errorCode':'PARSE_ERROR'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no-such-flag         | no-such-flag",
        "a%2Fb%2F..           | a/b/..",
        "%20a%20              | ` a `",
        "a+b                  | a+b",
        "%C3%A9%F0%9F%8C%B8   | é🌸",
        "%22%5C               | \\'\\\\",
        "%00                  | \\u0000",
        "%25                  | %",
        "HALF                 | HALF"
      })
  void anUnknownFlagIsNotFoundUnderItsKeyWhateverItsCharacters(String encoded, String key) {
    Response answer = ask("/" + encoded, SOMEBODY);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer))
        .isEqualTo(
            "{'key':'%s','errorCode':'FLAG_NOT_FOUND',".formatted(key)
                + "'errorDetails':'there is no such flag in this environment','metadata':{}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                              | PARSE_ERROR",
        "{\"context\":{}                 | PARSE_ERROR",
        "{\"context\":{},\"context\":{}} | PARSE_ERROR",
        "{}                              | INVALID_CONTEXT",
        "{\"context\":\"u\"}             | INVALID_CONTEXT",
        "{\"context\":{\"targetingKey\":[]}} | INVALID_CONTEXT"
      })
  void aRequestThatMakesNoSenseIsRefused(String body, String code) {
    Response one = ask("/off", body);
    Response bulk = ask("", body);

    assertThat(one.status()).isEqualTo(400);
    assertThat(text(one)).startsWith("{'key':'off','errorCode':'%s',".formatted(code));
    assertThat(bulk.status()).isEqualTo(400);
    assertThat(text(bulk)).startsWith("{'errorCode':'%s',".formatted(code));
  }

  @Test
  void aBulkAnswerServesTheNeighboursOfFlagsInError() {
    Response answer = ask("", NOBODY);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer))
        .containsSubsequence(
            "{'flags':[{'key':'half','errorCode':'TARGETING_KEY_MISSING',",
            "{'key':'pros','errorCode':'TARGETING_KEY_MISSING'",
            "{'key':'newer','value':10.0,'reason':'ERROR'",
            "{'key':'off','value':false,'reason':'DISABLED'",
            "{'key':'ten','value':10.0,'reason':'STATIC'",
            "{'key':'unreadable','errorCode':'PARSE_ERROR'",
            "],'eventStreams':[",
            "],'metadata':{'flagSetId':'production','version':9}}");
  }

  @Test
  void whoHasTheAnswerGetsNoneAgain() {
    Response first = ask("", NOBODY);
    String tag = first.header("ETag").orElseThrow();

    assertThat(tag).matches("\"[A-Za-z0-9_-]{24}\"");
    for (String held : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
      Response again = routes.answer(post(FLAGS, NOBODY).with("If-None-Match", held));
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.header("ETag")).contains(tag);
      assertThat(again.header("Access-Control-Allow-Origin")).contains("*");
      assertThat(again.header("Access-Control-Expose-Headers").orElse("")).contains("ETag");
    }
    assertThat(routes.answer(post(FLAGS, NOBODY).with("If-None-Match", "\"other\"")).status())
        .isEqualTo(200);
    assertThat(routes.answer(post(FLAGS, SOMEBODY).with("If-None-Match", tag)).status())
        .isEqualTo(200);
  }

  @Test
  void theStreamIsAnnouncedUnderThePathOfTheEnvironment() {
    String scoped = "/projects/default/environments/production";

    assertThat(text(ask("", NOBODY))).contains("'endpoint':{'requestUri':'/ofrep/v1/events'}");
    assertThat(text(routes.answer(post(scoped + FLAGS, NOBODY))))
        .contains("'endpoint':{'requestUri':'" + scoped + "/ofrep/v1/events'}");
    assertThat(routes.answer(post(scoped + FLAGS, NOBODY)).header("ETag"))
        .isNotEqualTo(ask("", NOBODY).header("ETag"));
  }

  @Test
  void whoWasToldOfARevisionWaitsUntilItIsHere() throws Exception {
    var snapshots = holding();
    Routes waiting = routes(snapshots, Doorkeeper.OPEN);
    String path = FLAGS + "?flagConfigEtag=10";

    var answer = CompletableFuture.supplyAsync(() -> waiting.answer(post(path, NOBODY)));
    snapshots.apply(
        new Delta(Scope.DEFAULT, 9, 10, List.of(), List.of(new DocumentName.OfFlag("off"))));

    assertThat(text(answer.get())).contains("'version':10}").doesNotContain("'key':'off'");
    assertThat(text(waiting.answer(post(FLAGS + "?flagConfigEtag=another", NOBODY))))
        .contains("'version':10}");
  }

  @Test
  void whoFollowsIsToldOfAChangeUnlessHeHasSeenTheNewest() {
    Request following = Request.of("GET", "/ofrep/v1/events");

    Response first = routes.answer(following);
    Response again = routes.answer(following.with("Last-Event-ID", "9"));
    Response late = routes.answer(following.with("Last-Event-ID", "8"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).contains("text/event-stream");
    assertThat(first.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(text(first)).isEqualTo("id: 9\ndata: {'type':'refetchEvaluation','etag':'9'}\n\n");
    assertThat(text(again)).isEmpty();
    assertThat(text(late)).isEqualTo(text(first));
  }

  @Test
  void anEnvironmentThatIsNotThereCannotBeFollowed() {
    assertThat(
            routes.answer(Request.of("GET", "/projects/a/environments/b/ofrep/v1/events")).status())
        .isEqualTo(404);
    assertThat(
            routes(holding(), token -> token.isPresent())
                .answer(Request.of("GET", "/ofrep/v1/events"))
                .status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/projects/default/environments/nosuch",
        "/projects/-/environments/production",
        "/projects/a%2Fb/environments/%00"
      })
  void anUnknownEnvironmentIsNotFound(String scope) {
    Response one = routes.answer(post(scope + FLAGS + "/half", SOMEBODY));
    Response bulk = routes.answer(post(scope + FLAGS, SOMEBODY));

    assertThat(one.status()).isEqualTo(404);
    assertThat(text(one)).startsWith("{'key':'half','errorCode':'FLAG_NOT_FOUND','errorDetails':'");
    assertThat(bulk.status()).isEqualTo(404);
    assertThat(text(bulk)).startsWith("{'errorCode':'GENERAL','errorDetails':'there is no env");
  }

  @Test
  void whileNothingIsLoadedClientsAreToldToComeBack() {
    Routes empty = routes(new Snapshots(), Doorkeeper.OPEN);

    for (String path : List.of(FLAGS, FLAGS + "/half")) {
      Response answer = empty.answer(post(path, SOMEBODY));

      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("Retry-After")).contains("1");
      assertThat(answer.header("Access-Control-Expose-Headers").orElse("")).contains("Retry-After");
      assertThat(text(answer)).contains("'errorCode':'PROVIDER_NOT_READY'");
    }
  }

  @Test
  void whoIsNotLetInGetsNothing() {
    Routes guarded =
        routes(holding(), token -> token.map(Secret::reveal).filter("open"::equals).isPresent());

    for (String path : List.of(FLAGS, FLAGS + "/half", FLAGS + "/no-such-flag")) {
      for (Request stranger :
          List.of(post(path, "not JSON"), post(path, NOBODY).with("X-API-Key", "wrong"))) {
        Response answer = guarded.answer(stranger);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(text(answer)).contains("'errorCode':'GENERAL'").contains("'metadata':{}");
        assertThat(text(answer).contains("'key':")).isEqualTo(path.contains("flags/"));
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
      }
    }
    assertThat(guarded.answer(post(FLAGS, NOBODY).with("X-API-Key", "open")).status())
        .isEqualTo(200);
    assertThat(guarded.answer(post(FLAGS, NOBODY).with("Authorization", "Bearer open")).status())
        .isEqualTo(200);
    assertThat(guarded.answer(Request.of("OPTIONS", FLAGS)).status()).isEqualTo(204);
  }

  @Test
  void whatFailsInsideIsAGeneralErrorInTheSameShape() {
    Routes failing =
        routes(
            holding(),
            _ -> {
              throw new IllegalStateException("boom");
            });

    Response answer = failing.answer(post(FLAGS + "/half", SOMEBODY));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer))
        .startsWith("{'key':'half','errorCode':'GENERAL','errorDetails':'")
        .doesNotContain("boom");
  }

  private Response ask(String path, String body) {
    return routes.answer(post(FLAGS + path, body));
  }

  private static Request post(String path, String body) {
    return Request.of("POST", path, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Routes routes(Snapshots snapshots, Doorkeeper doorkeeper) {
    return both(
        new OfrepRoutes(
            snapshots, Evaluator.unaudited(), new ChangeFeeds(snapshots), doorkeeper, Cors.open()));
  }

  private static Routes both(OfrepRoutes ofrep) {
    return Routes.builder().add(ofrep.routes()).mount(Addressed.PREFIX, ofrep.routes()).build();
  }

  private static Snapshots holding() {
    var snapshots = new Snapshots();
    snapshots.apply(new Delta(Scope.DEFAULT, 0, 9, DOCUMENTS, List.of()));
    snapshots.complete();
    return snapshots;
  }

  private static String text(Response answer) {
    return new String(answer.body(), StandardCharsets.UTF_8).replace('"', '\'');
  }
}
