package featureflags.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever clients send, in whatever number: eval-service stays within its memory, and who behaves
/// is served as if nothing were.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class HostileClientsIT {
  private static final int MIB = 1024 * 1024;
  private static final String GET = "GET %s HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String FLAG = "{\"key\":\"%s\",\"enabled\":true,\"rolloutPercentage\":100}";

  private SmallEvalService service;
  private Vitals before;
  private GoodClients good;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    List<String> flags = new ArrayList<>(List.of(FLAG.formatted("f")));
    IntStream.range(0, 40).forEach(i -> flags.add(FLAG.formatted("another-" + i)));
    service = new SmallEvalService(folder, flags);
    good = new GoodClients(service.port());
    for (Target target : Target.values()) {
      try (var wire = Wire.to(service.port())) {
        wire.send(target.request(target.body("{}"))).answer();
      }
    }
    before = Vitals.of(service.handle());
  }

  @AfterEach
  void whoBehavesIsServed() {
    assertThat(service.handle().isAlive()).as(service::output).isTrue();
    assertThat(good.failures()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    try {
      theServiceIsAsCalmAsBefore();
    } finally {
      good.close();
      service.close();
    }
  }

  private void theServiceIsAsCalmAsBefore() throws Exception {
    assertThat(good.served()).isGreaterThan(100);
    assertThat(good.within(0.99)).isLessThan(Duration.ofMillis(250));
    awaitFiles();
    var after = Vitals.of(service.handle());
    assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 2);
    assertThat(after.heapKiB()).isLessThan(before.heapKiB() + 4 * 1024);
    assertThat(get("/ready").status()).isEqualTo(200);
  }

  private Wire wire() throws IOException {
    return Wire.to(service.port());
  }

  private Wire.Answer get(String path) throws IOException {
    try (var wire = wire()) {
      return wire.send(GET.formatted(path)).answer();
    }
  }

  private Wire.Answer post(Target target, byte[] content) throws IOException {
    try (var wire = wire()) {
      return wire.send(target.request(content)).answer();
    }
  }

  @Test
  void whoIsSlowIsLetGoAfterFiveSeconds() throws Exception {
    var slow = new SlowClients(service.port());

    var ends =
        Crowd.of(
            400,
            client ->
                switch (client % 4) {
                  case 0 -> slow.silent();
                  case 1 -> slow.head();
                  case 2 -> slow.body(Target.ONE);
                  default -> slow.body(Target.OFREP_ONE);
                });

    assertThat(ends)
        .allSatisfy(end ->
            assertThat(end.lasted()).isBetween(Duration.ofMillis(4_900), Duration.ofMillis(7_000)));
    assertThat(ends).extracting(SlowClients.End::status).containsOnly(0, 408, 400);
  }

  @ParameterizedTest
  @EnumSource
  void aHugeBodyIsRefusedAndItsConnectionEnded(Target target) throws Exception {
    var huge = new HugeBodies(service.port(), 100 * MIB);

    var answers =
        List.of(huge.declared(target), huge.chunked(target), huge.declaredWithLeave(target));

    for (Wire.Answer answer : answers) {
      assertThat(answer.status()).isEqualTo(target.told(413));
      assertThat(answer.body()).contains(target.refusalHas());
      assertThat(answer.closes()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLengthThatLiesHelpsNobody(Target target) throws Exception {
    String body = target.body("{}");
    var huge = new HugeBodies(service.port(), 100 * MIB);

    var tooShort = huge.behind(target.request(body));
    try (var twice = wire();
        var both = wire();
        var negative = wire()) {
      twice.send(target.head("Content-Length: 2", "Content-Length: 3") + "{}");
      both.send(
          target.head("Content-Length: 3", "Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n");
      negative.send(target.head("Content-Length: -1"));

      assertThat(tooShort).extracting(Wire.Answer::status).containsExactly(200, 414);
      assertThat(twice.answer().status()).isEqualTo(400);
      assertThat(both.answer().status()).isEqualTo(400);
      assertThat(negative.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void aHugeHeadIsRefused() throws Exception {
    var huge = new HugeBodies(service.port(), 10 * MIB);

    assertThat(huge.line().status()).isEqualTo(414);
    assertThat(huge.field().status()).isEqualTo(431);
    assertThat(huge.fields().status()).isEqualTo(431);
  }

  @ParameterizedTest
  @EnumSource
  void aHostileDocumentIsRefused(Target target) throws Exception {
    for (byte[] document : HostileDocuments.tooLarge(target)) {
      assertThat(post(target, document).status()).isEqualTo(target.told(413));
    }
    for (byte[] document : HostileDocuments.unreadable(target)) {
      var answer = post(target, document);

      assertThat(answer.status()).as(beginning(document)).isEqualTo(400);
      assertThat(answer.body()).contains(target.refusalHas());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOnlyStrangeIsAnswered(Target target) throws Exception {
    for (byte[] document : HostileDocuments.strange(target)) {
      assertThat(post(target, document).status()).as(beginning(document)).isEqualTo(200);
    }
  }

  private static String beginning(byte[] document) {
    return new String(document, 0, Math.min(60, document.length), UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void namesWithTheSameHashTakeNoMoreTimeThanOthers(Target target) throws Exception {
    List<String> twins = HashTwins.names(4_600);
    List<String> ordinary = IntStream.range(0, 4_600).mapToObj("%09d"::formatted).toList();

    long usual = fastest(target, ordinary);
    long collided = fastest(target, twins);

    assertThat(Duration.ofNanos(collided)).isLessThan(Duration.ofNanos(10 * usual));
  }

  private long fastest(Target target, List<String> names) throws IOException {
    byte[] request =
        target.request(
            target.body(
                names.stream()
                    .map(name -> "\"" + name + "\":1")
                    .collect(Collectors.joining(",", "{", "}"))));
    long fastest = Long.MAX_VALUE;
    try (var wire = wire()) {
      for (int i = 0; i < 25; i++) {
        long began = System.nanoTime();
        var answer = wire.send(request).answer();
        fastest = Math.min(fastest, System.nanoTime() - began);
        assertThat(answer.status()).isEqualTo(200);
      }
    }
    return fastest;
  }

  @Test
  void whoDoesNotReadGetsNoMoreThanItsConnectionHolds() throws Exception {
    byte[] everyFlag = Target.BATCH.request("{}");
    var deaf = new ArrayList<Deaf>();

    for (int i = 0; i < 60; i++) {
      deaf.add(Deaf.asking(service.port(), everyFlag, 5_000));
    }
    int served = good.served();
    Wait.until("200 good answers", Duration.ofSeconds(10), () -> good.served() > served + 200);
    for (Deaf each : deaf) {
      each.close();
    }

    awaitFiles();
  }

  @Test
  void followersWhoDoNotReadHurtNobody() throws Exception {
    var deaf = new ArrayList<Wire>();
    for (int i = 0; i < 200; i++) {
      deaf.add(Wire.narrow(service.port()).send(GET.formatted("/ofrep/v1/events")));
    }

    try (var follower = wire()) {
      follower.send(GET.formatted("/ofrep/v1/events")).through("refetchEvaluation");
      for (int i = 0; i < 20; i++) {
        service.save(FLAG.formatted("new-" + i));
        follower.through("refetchEvaluation");
      }
    }
    for (Wire each : deaf) {
      each.close();
    }

    awaitNoFollowers();
  }

  @Test
  void followersMayComeAndGo() throws Exception {
    Crowd.of(
        50,
        _ -> {
          for (int i = 0; i < 40; i++) {
            try (var wire = wire()) {
              wire.send(GET.formatted("/ofrep/v1/events")).through("refetchEvaluation");
            }
          }
          return true;
        });

    awaitNoFollowers();
  }

  private void awaitNoFollowers() {
    Wait.until("nobody to follow", Duration.ofSeconds(5), this::nobodyFollows);
    awaitFiles();
  }

  private boolean nobodyFollows() {
    try {
      return get("/metrics").body().lines().anyMatch("ofrep_followers 0.0"::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitFiles() {
    Wait.until(
        "the files of before",
        Duration.ofSeconds(5),
        () -> Vitals.files(service.handle()) <= before.files());
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrderAlsoWhenSomeAreWrong() throws Exception {
    var pipeline = new Pipeline();
    for (int i = 0; i < 50; i++) {
      for (Target target : Target.values()) {
        pipeline.post(target, target.body("{}"), 200).post(target, "{", 400);
      }
      pipeline.get("/metrics", 200).get("/nowhere", 404).get("/evaluate", 405);
    }

    var each =
        Crowd.of(
            5,
            _ -> {
              try (var wire = wire()) {
                return wire.sendAside(pipeline.bytes()).answers(pipeline.statuses().size());
              }
            });

    for (List<Wire.Answer> answers : each) {
      assertThat(answers).extracting(Wire.Answer::status).isEqualTo(pipeline.statuses());
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).head()).containsIgnoringCase(Pipeline.id(i) + "\r\n");
      }
    }
  }

  @Test
  void whatFollowsAnUnreadableRequestIsNotAnswered() throws Exception {
    byte[] wanted = Target.ONE.request(Target.ONE.body("{}"));
    try (var wire = wire()) {
      wire.send(wanted).send("no HTTP\r\n\r\n").send(wanted);

      assertThat(wire.answers(2)).extracting(Wire.Answer::status).containsExactly(200, 400);
      wire.awaitEnd();
    }
  }

  @ParameterizedTest
  @EnumSource
  void rareWaysToAskAreAnswered(Target target) throws Exception {
    String body = target.body("{}");
    String length = "Content-Length: " + body.length();
    try (var ended = wire();
        var waiting = wire();
        var upgrading = wire();
        var old = wire();
        var absolute = wire()) {
      ended.send(target.request(body)).send(target.request(body)).endSending();
      waiting.send(target.head(length, "Expect: 100-continue"));
      upgrading.send(
          target.request(
              body,
              "Connection: Upgrade, HTTP2-Settings",
              "Upgrade: h2c",
              "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"));
      old.send(target.head(length).replace("HTTP/1.1", "HTTP/1.0") + body);
      absolute.send(target.head(length).replace("POST ", "POST http://somewhere:1") + body);

      assertThat(ended.answers(2)).extracting(Wire.Answer::status).containsExactly(200, 200);
      assertThat(waiting.answer().status()).isEqualTo(100);
      assertThat(waiting.send(body).answer().status()).isEqualTo(200);
      assertThat(upgrading.answer().status()).isEqualTo(200);
      assertThat(old.answer().status()).isEqualTo(200);
      old.awaitEnd();
      assertThat(absolute.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsNoHttpIsEnded() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    byte[] tls = HexFormat.of().parseHex("16030100c8010000c40303" + "5a".repeat(190) + "0d0a0d0a");
    for (byte[] garbage :
        List.of(noise, tls, new byte[100_000], "\r\n".repeat(50_000).getBytes(US_ASCII))) {
      try (var wire = wire()) {
        wire.sendAside(garbage);

        wire.awaitEnd();
      }
    }
  }

  @Test
  void anUnknownEnvironmentIsToldInTheShapeOfOfrep() throws Exception {
    String elsewhere = "/projects/none/environments/%s" + Target.OFREP_ONE.path;
    for (String name : List.of("none", "%00", "..", "a%2Fb", "x".repeat(10_000), "%F0%9F%8E%88")) {
      try (var wire = wire()) {
        var answer =
            wire.send(
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n\r\n{\"context\":{}}"
                        .formatted(elsewhere.formatted(name)))
                .answer();

        assertThat(answer.status()).as(name).isEqualTo(404);
        assertThat(answer.body()).contains("\"key\":\"f\"", "\"errorCode\":\"FLAG_NOT_FOUND\"");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a%2Fb, a/b",
    "a/b, a/b",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd, ../../etc/passwd",
    "%00, \\u0000",
    "%22%5C%0D%0A, '\\\"\\\\\\r\\n'",
    "%F0%9F%8E%88%E2%80%AE, \uD83C\uDF88\u202E",
    "a+b, a+b",
    "%2B%20, '+ '"
  })
  void anUnknownKeyIsToldAsItIs(String asked, String told) throws Exception {
    assertUnknown(asked, told);
  }

  @Test
  void aLongKeyIsToldAsItIs() throws Exception {
    assertUnknown("k".repeat(10_000), "k".repeat(10_000));
  }

  private void assertUnknown(String asked, String told) throws IOException {
    try (var wire = wire()) {
      var answer =
          wire.send(
                  "POST %s/%s HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n\r\n{\"context\":{}}"
                      .formatted(Target.OFREP_BULK.path, asked))
              .answer();

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body())
          .contains("\"key\":\"" + told + "\"", "\"errorCode\":\"FLAG_NOT_FOUND\"");
    }
  }
}
