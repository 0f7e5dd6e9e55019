package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import featureflags.evalservice.OfrepAlone;
import featureflags.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// OpenFeature's client for Java with its OFREP provider, as they come, on a running engine.
class OpenFeatureJavaIT {
  private static final EvaluationContext NOBODY = new MutableContext();
  private static final EvaluationContext PRO = new MutableContext("u-1").add("plan", "pro");

  private static final Pattern LINES = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @TempDir static Path folder;
  private static Playground playground;

  @BeforeAll
  static void open() throws IOException {
    playground = Playground.open(folder);
  }

  @AfterAll
  static void close() {
    playground.close();
  }

  @AfterEach
  void forgetTheProvider() {
    OpenFeatureAPI.getInstance().shutdown();
  }

  @Test
  void aValueComesWithItsVariantReasonAndMetadata() {
    FlagEvaluationDetails<Boolean> details = client().getBooleanDetails("checkout", false, PRO);

    assertThat(details.getValue()).isTrue();
    assertThat(details.getVariant()).isEqualTo("on");
    assertThat(details.getReason()).isEqualTo("SPLIT");
    assertThat(details.getErrorCode()).isNull();
    assertThat(details.getFlagMetadata().getString("flagSetId")).isEqualTo("production");
    assertThat(details.getFlagMetadata().getInteger("version")).isEqualTo(1);
  }

  @Test
  void everyTypeOfValueArrivesAsItIs() {
    Client client = client();

    assertThat(client.getBooleanValue("checkout", false, PRO)).isTrue();
    assertThat(client.getStringValue("greeting", "?", PRO)).isEqualTo("Grüße, 世界 🌸");
    assertThat(client.getStringValue("silence", "?", PRO)).isEmpty();
    assertThat(client.getIntegerValue("limit", 0, NOBODY)).isEqualTo(10);
    assertThat(client.getDoubleValue("price", 0.0, PRO)).isEqualTo(10.0);
    assertThat(client.getDoubleValue("ratio", 0.0, PRO)).isEqualTo(0.3333333333333333);
    assertThat(client.getObjectValue("steps", new Value(), PRO).asList())
        .containsExactly(new Value("cart"), new Value("pay"));
  }

  @Test
  void aDocumentArrivesWithAllItHolds() {
    var layout = client().getObjectValue("layout", new Value(), PRO).asStructure();

    assertThat(layout.getValue("columns").asInteger()).isEqualTo(3);
    assertThat(layout.getValue("gap").asDouble()).isEqualTo(1.0);
    assertThat(layout.getValue("title").asString()).isEqualTo("Übersicht");
    assertThat(layout.getValue("dark").asBoolean()).isFalse();
    assertThat(layout.getValue("none").isNull()).isTrue();
    assertThat(layout.getValue("areas").asList().getLast().asStructure().asObjectMap())
        .isEqualTo(Map.of("name", "foot", "height", 0.5));
  }

  @Test
  void theRuleThatServedIsNamed() {
    FlagEvaluationDetails<Integer> served = client().getIntegerDetails("limit", 0, PRO);
    FlagEvaluationDetails<Integer> otherwise = client().getIntegerDetails("limit", 0, NOBODY);

    assertThat(served.getValue()).isEqualTo(2_000_000_000);
    assertThat(served.getReason()).isEqualTo("TARGETING_MATCH");
    assertThat(served.getFlagMetadata().getString("ruleId")).isEqualTo("pros");
    assertThat(otherwise.getReason()).isEqualTo("DEFAULT");
    assertThat(client().getStringDetails("greeting", "?").getReason()).isEqualTo("STATIC");
  }

  @Test
  void aDisabledFlagServesItsOffValueAndNotTheCallersDefault() {
    FlagEvaluationDetails<Boolean> details = client().getBooleanDetails("dark", true, PRO);

    assertThat(details.getValue()).isFalse();
    assertThat(details.getReason()).isEqualTo("DISABLED");
  }

  @Test
  void anUnknownFlagIsTheCallersDefaultAndSaysSo() {
    assertError(client().getBooleanDetails("no-such-flag", true, PRO), ErrorCode.FLAG_NOT_FOUND);
    assertError(client().getBooleanDetails("größe", true, PRO), ErrorCode.FLAG_NOT_FOUND);
  }

  @Test
  void anotherTypeThanTheFlagsIsTheCallersDefaultAndSaysSo() {
    assertError(client().getBooleanDetails("greeting", true, PRO), ErrorCode.TYPE_MISMATCH);
    assertThat(client().getIntegerDetails("price", 7, PRO))
        .returns(7, FlagEvaluationDetails::getValue)
        .returns(ErrorCode.TYPE_MISMATCH, FlagEvaluationDetails::getErrorCode);
    assertThat(client().getDoubleDetails("limit", 7.5, PRO))
        .returns(7.5, FlagEvaluationDetails::getValue)
        .returns(ErrorCode.TYPE_MISMATCH, FlagEvaluationDetails::getErrorCode);
  }

  @Test
  void theTargetingKeyIsWhatAFlagBucketsBy() {
    Client client = client();

    var reasons =
        List.of("user-001", "user-002", "user-003", "user-004", "user-005", "user-006").stream()
            .map(user -> client.getBooleanDetails("half", true, new MutableContext(user)))
            .map(FlagEvaluationDetails::getReason)
            .distinct();

    assertThat(reasons).containsExactlyInAnyOrder("SPLIT", "DEFAULT");
  }

  @Test
  void listsAndStructuresOfTheContextCanBeTargeted() {
    playground.create(
        "",
        """
        {"key":"nested","enabled":true,"rules":[{"priority":1,"variant":"on","when":{"all":[
          {"attribute":"app.version","operator":"semver_gte","values":["2.0.0"]},
          {"attribute":"groups","operator":"eq","values":["beta"]}]}}]}\
        """);
    playground.awaitServes("", "nested", "off");

    EvaluationContext context =
        new MutableContext("u-1")
            .add("app", new ImmutableStructure(Map.of("version", new Value("2.4.1"))))
            .add("groups", List.of(new Value("staff"), new Value("beta")));

    assertThat(client().getBooleanValue("nested", false, context)).isTrue();
  }

  @Test
  void aChangeReachesTheClient() {
    playground.create("", "{\"key\":\"moving\",\"enabled\":true}");
    playground.awaitServes("", "moving", "off");
    Client client = client();
    boolean before = client.getBooleanValue("moving", true);

    playground.change("", "moving", "{\"defaultVariant\":\"on\"}");

    assertThat(before).isFalse();
    Await.until("the change", Playground.PATIENCE, () -> client.getBooleanValue("moving", false));
    assertThat(client.getBooleanDetails("moving", false).getFlagMetadata().getInteger("version"))
        .isEqualTo(2);
  }

  @Test
  void aBaseUrlMaySpeakOfAnEnvironment() {
    String staging = "/projects/default/environments/staging";
    playground.create(staging, "{\"key\":\"only-here\",\"enabled\":true}");
    playground.awaitServes(staging, "only-here", "off");

    var here = client(playground.evalService() + staging).getBooleanDetails("only-here", true);
    var elsewhere = client().getBooleanDetails("only-here", true);

    assertThat(here.getValue()).isFalse();
    assertThat(here.getFlagMetadata().getString("flagSetId")).isEqualTo("staging");
    assertError(elsewhere, ErrorCode.FLAG_NOT_FOUND);
  }

  @Test
  void whatIsEvaluatedIsInTheAuditTrail() {
    client().getIntegerValue("limit", 0, new MutableContext("java-user").add("plan", "pro"));

    String line =
        Await.until(
            "the evaluation",
            Playground.PATIENCE,
            () -> playground.evaluations("limit"),
            trail -> trail.contains("java-user"));
    assertThat(line)
        .contains(
            "\"variant\":\"many\",\"reason\":\"TARGETING_RULE\",\"ruleId\":\"pros\","
                + "\"subject\":\"java-user\"");
  }

  @ParameterizedTest
  @CsvSource({"Authorization,Bearer sesame", "X-API-Key,sesame"})
  void aTokenIsSentInEitherHeaderAndDecides(String header, String value) {
    try (var guarded = OfrepAlone.guarded("sesame")) {
      var known = client(guarded.baseUrl(), Map.of(header, value)).getBooleanDetails("flag", false);
      var unknown =
          client(guarded.baseUrl(), Map.of(header, value + "!")).getBooleanDetails("flag", true);
      var open =
          client(playground.evalService(), Map.of(header, value))
              .getBooleanDetails("checkout", false, PRO);

      assertThat(known.getValue()).isTrue();
      assertError(unknown, ErrorCode.GENERAL);
      assertThat(open.getValue()).isTrue();
    }
  }

  @Test
  void whileNothingIsLoadedTheDefaultIsServedAndTheClientComesBackByItself() {
    try (var starting = OfrepAlone.unloaded()) {
      Client client = client(starting.baseUrl());
      var before = client.getBooleanDetails("flag", true);

      starting.load();

      assertError(before, ErrorCode.GENERAL);
      Await.until(
          "the client to ask again",
          Playground.PATIENCE,
          () -> client.getBooleanValue("flag", false));
    }
  }

  @Test
  void theLinesOfThePagePrintWhatTheFlagServes(@TempDir Path own) throws IOException {
    String lines =
        LINES
            .matcher(Files.readString(Path.of("../docs/openfeature.md")))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1)
            .replace("http://localhost:3001", playground.evalService());
    Files.writeString(own.resolve("Lines.java"), lines);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    var run =
        Program.run(
            own, Duration.ofMinutes(1), Map.of(), List.of(java, "-cp", classPath, "Lines.java"));

    assertThat(run.status()).as(run.output()).isZero();
    assertThat(run.output().lines()).contains("true");
  }

  /// Where the provider says less than the engine's answer; `docs/openfeature.md` tells of each.
  @Nested
  class InThisVersionOfTheProvider {
    @Test
    void aMissingTargetingKeyIsCalledAnInvalidContext() {
      assertError(client().getBooleanDetails("half", true, NOBODY), ErrorCode.INVALID_CONTEXT);
    }

    @Test
    void anIntegerBeyond32BitsIsReadAsAnObjectAlone() {
      assertThat(client().getObjectValue("huge", new Value()).asObject())
          .isEqualTo(9_007_199_254_740_991L);
      assertThat(client().getIntegerDetails("huge", 7).getErrorCode())
          .isEqualTo(ErrorCode.TYPE_MISMATCH);
    }

    @Test
    void noIntegerIsReadAsALong() {
      assertThat(client().getLongDetails("limit", 7L).getErrorCode())
          .isEqualTo(ErrorCode.TYPE_MISMATCH);
    }

    @Test
    void aTimeInTheContextIsNotSent() {
      EvaluationContext context = new MutableContext("u-1").add("since", Instant.EPOCH);

      assertError(client().getBooleanDetails("checkout", true, context), ErrorCode.PARSE_ERROR);
    }

    @Test
    void aKeyIsSentUnencoded() {
      assertError(client().getBooleanDetails("a key", true, PRO), ErrorCode.GENERAL);
      assertError(client().getBooleanDetails("a/key", true, PRO), ErrorCode.FLAG_NOT_FOUND);
      assertThat(client().getBooleanDetails("checkout?", false, PRO).getValue()).isTrue();
    }
  }

  private static void assertError(FlagEvaluationDetails<Boolean> details, ErrorCode code) {
    assertThat(details.getValue()).as("the caller's default").isTrue();
    assertThat(details.getReason()).isEqualTo("ERROR");
    assertThat(details.getErrorCode()).isEqualTo(code);
  }

  private static Client client() {
    return client(playground.evalService());
  }

  private static Client client(String baseUrl) {
    return client(baseUrl, Map.of());
  }

  private static Client client(String baseUrl, Map<String, String> headers) {
    var sent = ImmutableMap.<String, ImmutableList<String>>builder();
    headers.forEach((name, value) -> sent.put(name, ImmutableList.of(value)));
    var options = OfrepProviderOptions.builder().baseUrl(baseUrl).headers(sent.build()).build();
    String domain = baseUrl + headers;
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    api.setProviderAndWait(domain, OfrepProvider.constructProvider(options));
    return api.getClient(domain);
  }
}
