package featureflags.evalservice;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Scope;
import featureflags.engine.ValueType;
import featureflags.testkit.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OFREP over real sockets and real stores.
final class OfrepIT {
  private static final String FLAGS = "/ofrep/v1/evaluate/flags";
  private static final String SCOPED = "/projects/shop/environments/test";
  private static final String PAGE = "https://app.example.com";
  private static final String PRO = "{\"context\":{\"targetingKey\":\"u-1\",\"plan\":\"pro\"}}";

  @TempDir Path folder;
  private Stores stores;
  private Service service;

  @BeforeEach
  void start() {
    stores = Stores.open();
    Scope other = stores.place("shop", "test");
    stores.commit(other, flag("only-here").enabled().build());
    stores.publish(other);
    stores.save(
        flag("checkout").enabled().rule(when("plan", EQ, "pro").id("pros")).rollout(50).build(),
        flag("dark").rollout(100).build(),
        flag("ratio").enabled().type(ValueType.NUMBER).variant("off", 10).serve("off").build());
    service = Service.ready(stores.environment(folder));
    service.awaitServes("ratio", "off");
  }

  @AfterEach
  void stop() {
    service.close();
    stores.close();
  }

  @Test
  void oneFlagIsEvaluated() {
    Answer answer = service.post(FLAGS + "/checkout", PRO);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"key\":\"checkout\",\"value\":true,\"reason\":\"TARGETING_MATCH\","
                + "\"variant\":\"on\",\"metadata\":{\"flagSetId\":\"production\",\"version\":1,"
                + "\"ruleId\":\"pros\"}}");
  }

  @Test
  void allFlagsAreEvaluatedAtOnce() {
    Answer answer = service.post(FLAGS, "{\"context\":{}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.size("flags")).isEqualTo(3);
    assertThat(answer.at("flags", 0, "errorCode")).isEqualTo("TARGETING_KEY_MISSING");
    assertThat(answer.at("flags", 1, "reason")).isEqualTo("DISABLED");
    assertThat(answer.body()).contains("\"key\":\"ratio\",\"value\":10.0,\"reason\":\"STATIC\"");
  }

  @Test
  void aBaseUrlMaySpeakOfAnEnvironment() {
    Answer one = service.post(SCOPED + FLAGS + "/only-here", "{\"context\":{}}");
    Answer bulk = service.post(SCOPED + FLAGS, "{\"context\":{}}");

    assertThat(one.at("reason")).isEqualTo("STATIC");
    assertThat(one.at("metadata", "flagSetId")).isEqualTo("test");
    assertThat(bulk.size("flags")).isEqualTo(1);
    assertThat(service.post(FLAGS + "/only-here", PRO).status()).isEqualTo(404);
    assertThat(bulk.header("ETag"))
        .isNotEmpty()
        .isNotEqualTo(service.post(FLAGS, "{\"context\":{}}").header("ETag"));
  }

  @Test
  void anUnknownEnvironmentIsNotFoundInTheProtocolsShape() {
    String unknown = "/projects/shop/environments/nosuch" + FLAGS;
    Await.until(
        "the stores to have said which environments there are",
        Service.PATIENCE,
        () -> service.post(unknown, PRO).status() != 429);

    Answer one = service.post(unknown + "/a%2Fb", PRO);

    assertThat(service.post(unknown, PRO).status()).isEqualTo(404);
    assertThat(service.post(unknown, PRO).at("errorCode")).isEqualTo("GENERAL");
    assertThat(one.status()).isEqualTo(404);
    assertThat(one.at("key")).isEqualTo("a/b");
    assertThat(one.at("errorCode")).isEqualTo("FLAG_NOT_FOUND");
  }

  @Test
  void anyContentTypeIsReadAndNoneToo() {
    for (HttpRequest.Builder request :
        List.of(to(FLAGS + "/dark"), to(FLAGS + "/dark").header("Content-Type", "text/plain"))) {
      assertThat(service.send(posting(request, PRO)).status()).isEqualTo(200);
    }
  }

  @Test
  void aChangeEndsWhatA304SaidForTheSameContext() {
    String tag = service.post(FLAGS, PRO).header("ETag");
    String turned =
        service
            .post(FLAGS, "{\"context\":{\"plan\":\"pro\",\"targetingKey\":\"u-1\"}}")
            .header("ETag");
    Answer same = conditional(tag);

    assertThat(turned).isEqualTo(tag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.header("ETag")).isEqualTo(tag);

    stores.save(flag("dark").enabled().build());
    Await.until("the change", Service.PATIENCE, () -> conditional(tag).status() == 200);

    Answer changed = conditional(tag);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
    assertThat(conditional(changed.header("ETag")).status()).isEqualTo(304);
  }

  @Test
  void whatIsEvaluatedIsInTheTrailAndA304IsNot() {
    service.post(FLAGS + "/checkout", PRO);
    String tag = service.post(FLAGS, PRO).header("ETag");
    conditional(tag);
    service.post(FLAGS, "{\"context\":{}}");
    service.post(FLAGS + "/checkout", "{\"context\":{}}");
    service.post(FLAGS + "/nosuch", PRO);
    service.post(FLAGS, "{");

    var seen = new ArrayList<EvaluationEvent>();
    Await.until(
        "the events",
        Service.PATIENCE,
        () -> {
          seen.addAll(stores.events());
          return seen.size() >= 7;
        });
    service.close();
    seen.addAll(stores.events());

    // "ratio" was asked for as well while it was waited for
    assertThat(seen)
        .extracting(EvaluationEvent::flag)
        .filteredOn(key -> !key.equals("ratio"))
        .containsExactly("checkout", "checkout", "dark", "dark");
    assertThat(seen)
        .filteredOn(event -> event.flag().equals("checkout"))
        .allSatisfy(event -> {
          assertThat(event.reason()).isEqualTo("TARGETING_RULE");
          assertThat(event.rule()).isEqualTo("pros");
          assertThat(event.subject()).isEqualTo("u-1");
        });
  }

  @Test
  void anyPageMayAskAndReadUnlessTheSettingsSayOtherwise() {
    Answer preflight =
        service.send(
            to(FLAGS)
                .header("Origin", PAGE)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,if-none-match")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
    String tag = service.post(FLAGS, PRO).header("ETag");

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
    assertThat(preflight.header("Access-Control-Allow-Headers")).contains("If-None-Match");
    for (Answer answer :
        List.of(
            service.post(FLAGS, PRO),
            conditional(tag),
            service.post(FLAGS + "/nosuch", PRO),
            service.post(SCOPED + FLAGS, "{"))) {
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
    }
  }

  @Test
  void onlyPagesOfTheOriginsInTheSettingsMayRead() {
    service.close();
    var environment = new HashMap<>(stores.environment(folder));
    environment.put("CORS_ORIGINS", PAGE);
    service = Service.ready(environment);

    Answer known = service.send(posting(to(FLAGS + "/dark").header("Origin", PAGE), PRO));
    Answer stranger =
        service.send(posting(to(FLAGS + "/dark").header("Origin", "https://evil.org"), PRO));

    assertThat(known.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
    assertThat(stranger.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(List.of(known, stranger))
        .allSatisfy(answer -> assertThat(answer.header("Vary")).isEqualTo("Origin"));
  }

  @Test
  void whileNoStoreCanBeReachedClientsAreToldToComeBack() {
    service.close();
    service = Service.start(Stores.nowhere(stores.environment(folder.resolve("empty"))));

    Answer answer = service.post(FLAGS + "/dark", PRO);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.at("key")).isEqualTo("dark");
    assertThat(answer.at("errorCode")).isEqualTo("PROVIDER_NOT_READY");
  }

  /// As Java's own client does unless told not to, and with it OpenFeature's provider for Java.
  @Test
  void aClientThatOffersHttp2IsAnswered() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              posting(
                  to(FLAGS + "/dark").header("Content-Type", "application/json; charset=utf-8"),
                  PRO),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatNoRouteAnswersIsToldInTheShapeOfTheProtocolToo() {
    Answer slashes = service.post(FLAGS + "/a/b", PRO);
    Answer get = service.get(FLAGS + "/dark");
    Answer large = service.post(FLAGS + "/dark", PRO.replace("u-1", "u".repeat(100_000)));
    Answer malformed = service.send(posting(to(SCOPED + FLAGS + "/dark"), "{"));

    assertThat(slashes.status()).isEqualTo(404);
    assertThat(slashes.at("key")).isEqualTo("a/b");
    assertThat(slashes.at("errorCode")).isEqualTo("FLAG_NOT_FOUND");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("Allow")).isEqualTo("OPTIONS, POST");
    assertThat(get.at("errorCode")).isEqualTo("GENERAL");
    assertThat(large.status()).isEqualTo(400);
    assertThat(large.at("errorDetails")).contains("larger than 65536 bytes");
    assertThat(malformed.at("errorCode")).isEqualTo("PARSE_ERROR");
    assertThat(List.of(slashes, get, large, malformed))
        .allSatisfy(
            answer -> assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*"));
  }

  @Test
  void whoFollowsHearsOfEachChangeAndThenGetsIt() throws IOException, InterruptedException {
    String before = service.post(FLAGS, PRO).header("ETag");
    try (var client = HttpClient.newHttpClient();
        var lines =
            client.send(to("/ofrep/v1/events").GET().build(), BodyHandlers.ofLines()).body()) {
      Iterator<String> events = lines.filter(line -> line.startsWith("data:")).iterator();
      assertThat(events.next()).contains("refetchEvaluation");

      stores.save(flag("late").enabled().build());

      assertThat(events.next()).contains("refetchEvaluation");
      Answer after = conditional(before);
      assertThat(after.status()).isEqualTo(200);
      assertThat(after.body()).contains("\"key\":\"late\"");
      assertThat(service.metric("ofrep_followers")).isEqualTo(1);
    }
    Await.until(
        "nobody to follow",
        Service.PATIENCE,
        () -> service.metric("ofrep_followers"),
        followers -> followers == 0);
  }

  private Answer conditional(String tag) {
    return service.send(posting(to(FLAGS).header("If-None-Match", tag), PRO));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(service.uri(path)).timeout(Service.PATIENCE);
  }

  private static HttpRequest posting(HttpRequest.Builder request, String body) {
    return request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }
}
