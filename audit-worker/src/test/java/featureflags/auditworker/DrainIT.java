package featureflags.auditworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.SampleRate;
import featureflags.catalog.Scope;
import featureflags.catalog.VariantCount;
import featureflags.engine.Value;
import featureflags.json.StreamEntryShape;
import featureflags.postgres.EvaluationCounts;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.TimeRange;
import featureflags.redis.EventSender;
import featureflags.redis.EventSettings;
import featureflags.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That every event of the stream is in the trail, once, whatever happens on the way.
final class DrainIT {
  private Stores stores;

  @BeforeEach
  void open() {
    stores = Stores.open();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void whatASenderWroteIsInTheTrailAsItWas(@TempDir Path spool) {
    var events = new ArrayList<>(Stores.events(1_000));
    var odd =
        new Evaluations(
            UUID.randomUUID(),
            Instant.ofEpochMilli(System.currentTimeMillis()),
            new Scope("shop", "test"),
            "a\u0000b\ud800 🌸 'quoted' \\ {},\"",
            Map.of("plan", new Value.Text("\u0000{\"}"), "list", new Value.Items(List.of())),
            List.of(
                new Outcome("odd", 7, "off", "DEFAULT", ""),
                new Outcome("even", 8, "on", "TARGETING_RULE", "r1")));
    events.add(odd);
    try (var sender = new EventSender(stores.redis(), EventSettings.in(spool))) {
      events.forEach(sender::accept);
    }

    try (var worker = Worker.start(stores.environment("w"))) {
      awaitStored(1_002);

      var trail = new EvaluationTrail(stores.postgres());
      assertThat(page(trail, new Scope("shop", "test"), "odd"))
          .singleElement()
          .satisfies(stored -> {
            assertThat(stored.subject()).isEqualTo("a\ufffdb\ufffd 🌸 'quoted' \\ {},\"");
            assertThat(stored.attributes().get("plan")).isEqualTo(new Value.Text("\ufffd{\"}"));
            assertThat(stored)
                .usingRecursiveComparison()
                .ignoringFields("attributes")
                .isEqualTo(odd.events().getFirst());
          });
      assertThat(page(trail, Scope.DEFAULT, "checkout"))
          .containsExactlyInAnyOrderElementsOf(
              events.subList(0, 1_000).stream().flatMap(each -> each.events().stream()).toList());
      assertThat(page(trail, new Scope("shop", "test"), "even"))
          .extracting(EvaluationEvent::rule)
          .containsExactly("r1");
      Await.until(
          "the tally", Worker.PATIENCE, () -> worker.metric("audit_stored_total"), n -> n == 1_002);
      assertThat(worker.metric("audit_repeated_total")).isZero();
    }
  }

  /// The sender packs several entries, of which each has counts of its own, and one comes twice.
  @Test
  void ofAFlagWhoseTrailIsASampleEveryEvaluationIsCounted(@TempDir Path spool) {
    int evaluations = 20_000;
    var outcome = new Outcome("busy", 1, "on", "SPLIT", "", new SampleRate(0.1));
    try (var sender = new EventSender(stores.redis(), EventSettings.in(spool))) {
      for (int i = 0; i < evaluations; i++) {
        sender.accept(
            new Evaluations(
                UUID.randomUUID(),
                Instant.ofEpochMilli(System.currentTimeMillis()),
                Scope.DEFAULT,
                "user-" + i,
                Map.of(),
                List.of(outcome)));
      }
      Await.until("sent", Worker.PATIENCE, () -> sender.counts().sent() == evaluations);
    }
    var entry = stores.stream().read("w", 1, Duration.ofSeconds(1)).getFirst();
    stores.write(entry.payload());
    long repeated = StreamEntryShape.unpack(entry.payload()).evaluations();

    try (var worker = Worker.start(stores.environment("w"))) {
      Await.until(
          "all told, and some twice",
          Worker.PATIENCE,
          () ->
              worker.metric("audit_stored_total")
                  + worker.metric("audit_counted_total")
                  + worker.metric("audit_repeated_total"),
          told -> Math.round(told) == evaluations + repeated);

      assertThat(worker.metric("audit_repeated_total")).isEqualTo((double) repeated);
      assertThat((double) stores.stored()).isBetween(evaluations * 0.08, evaluations * 0.12);
      assertThat(
              new EvaluationCounts(stores.postgres())
                  .of(Scope.DEFAULT, "busy", TimeRange.ALL, EvaluationCounts.Step.DAY).stream()
                      .mapToLong(VariantCount::evaluations)
                      .sum())
          .isEqualTo(evaluations);
    }
  }

  @Test
  void whatIsStoredIsAcknowledgedAndTrimmed() {
    stores.write(60, 2);

    try (var _ = Worker.start(stores.environment("w"))) {
      awaitStored(120);

      Await.until(
          "a short stream",
          Worker.PATIENCE,
          stores.stream()::backlog,
          backlog -> backlog.length() <= 1 && backlog.pending() == 0 && backlog.undelivered() == 0);
    }
  }

  @Test
  void aWorkerThatIsRestartedInTheMiddleLosesAndRepeatsNothing() {
    stores.write(400, 5);
    var environment = stores.environment("w");
    environment.put("AUDIT_BATCH", "1");

    try (var _ = Worker.start(environment)) {
      Await.until("a beginning", Worker.PATIENCE, stores::stored, stored -> stored > 0);
    }
    assertThat(stores.stored()).isLessThan(2_000);
    try (var worker = Worker.start(environment)) {
      awaitStored(2_000);
      assertThat(worker.metric("audit_repeated_total")).isZero();
    }
  }

  @Test
  void whatAWorkerStoredButDidNotAcknowledgeBeforeItDiedIsNotStoredAgain() {
    stores.write(3, 4);
    var taken = stores.stream().read("w", 2, Duration.ofSeconds(1));
    var trail = new EvaluationTrail(stores.postgres());
    taken.forEach(entry -> trail.store(StreamEntryShape.unpack(entry.payload())));
    assertThat(stores.stored()).isEqualTo(8);

    try (var worker = Worker.start(stores.environment("w"))) {
      awaitStored(12);
      awaitNothingPending();
      assertThat(worker.metric("audit_repeated_total")).isEqualTo(8);
      assertThat(stores.stored()).isEqualTo(12);
    }
  }

  @Test
  void theEntriesOfADeadWorkerAreTakenOverByAnother() {
    stores.write(30, 2);
    assertThat(stores.stream().read("dead", 25, Duration.ofSeconds(1))).hasSize(25);
    var environment = stores.environment("alive");
    environment.put("AUDIT_TAKE_OVER", "PT0.3S");

    try (var _ = Worker.start(environment)) {
      awaitStored(60);
      awaitNothingPending();
    }
  }

  @Test
  void theEntriesOfALivingWorkerAreLeftToIt() {
    stores.write(5, 1);
    var taken = stores.stream().read("slow", 3, Duration.ofSeconds(1));

    try (var _ = Worker.start(stores.environment("other"))) {
      awaitStored(2);
      assertThat(stores.stream().pending("slow", 10)).hasSameSizeAs(taken);
    }
    assertThat(stores.stored()).isEqualTo(2);
  }

  @Test
  void twoWorkersShareTheStream() {
    stores.write(300, 3);
    var one = stores.environment("one");
    var other = stores.environment("other");
    one.put("AUDIT_BATCH", "2");
    other.put("AUDIT_BATCH", "2");

    try (var first = Worker.start(one);
        var second = Worker.start(other)) {
      stores.write(300, 3);
      awaitStored(1_800);
      awaitNothingPending();

      assertThat(first.metric("audit_stored_total") + second.metric("audit_stored_total"))
          .isEqualTo(1_800);
      assertThat(second.metric("audit_stored_total")).isPositive();
      assertThat(first.metric("audit_repeated_total")).isZero();
      assertThat(second.metric("audit_repeated_total")).isZero();
    }
  }

  @Test
  void whilePostgresIsAwayNothingIsAcknowledgedAndNothingIsLost() {
    stores.write(10, 2);
    try (var worker = Worker.start(stores.environment("w"))) {
      awaitStored(20);
      awaitNothingPending();

      stores.postgresServer().kill();
      stores.write(30, 2);
      Await.until(
          "the worker to take entries",
          Worker.PATIENCE,
          stores.stream()::backlog,
          backlog -> backlog.pending() > 0);
      assertThat(stores.stream().backlog().length()).isGreaterThanOrEqualTo(30);
      assertThat(worker.get("/health").statusCode()).isEqualTo(200);

      stores.postgresServer().restart();
      awaitStored(80);
      awaitNothingPending();
      assertThat(stores.stored()).isEqualTo(80);
      assertThat(stores.buried()).isZero();
    }
  }

  @Test
  void redisMayBeKilledAndComeBack() {
    try (var _ = Worker.start(stores.environment("w"))) {
      stores.write(20, 2);
      stores.redisServer().kill();
      stores.redisServer().restart();
      stores.write(20, 2);

      awaitStored(80);
      assertThat(stores.buried()).isZero();
    }
  }

  @Test
  void aRedisThatLostEverythingIsDrainedAllTheSame() {
    try (var _ = Worker.start(stores.environment("w"))) {
      stores.write(1, 2);
      awaitStored(2);
      awaitNothingPending();

      stores.redisServer().flush();
      stores.write(1, 3);

      awaitStored(5);
    }
  }

  @Test
  void itStartsBeforeItsStoresDo() {
    stores.write(5, 2);
    stores.redisServer().kill();
    stores.postgresServer().kill();

    try (var worker = Worker.start(stores.environment("w"))) {
      assertThat(worker.get("/health").statusCode()).isEqualTo(200);
      assertThat(worker.get("/ready").statusCode()).isEqualTo(503);
      assertThat(worker.get("/ready").body()).contains("postgres").contains("redis");

      stores.postgresServer().restart();
      stores.redisServer().restart();
      awaitStored(10);
      Await.until(
          "readiness",
          Worker.PATIENCE,
          () -> worker.get("/ready").statusCode(),
          status -> status == 200);
    }
  }

  @Test
  void metricsTellTheBacklog() {
    try (var worker = Worker.start(stores.environment("w"))) {
      stores.write(3, 1);
      awaitStored(3);

      assertThat(worker.get("/ready").statusCode()).isEqualTo(200);
      assertThat(worker.metric("audit_stream_undelivered")).isZero();
      assertThat(worker.metric("audit_stream_length")).isNotNegative();
      assertThat(worker.metric("audit_stream_pending")).isNotNegative();
      assertThat(worker.metric("audit_buried_total")).isZero();
      awaitNothingPending();
      assertThat(worker.metric("audit_stream_oldest")).isZero();
      assertThat(worker.metric("audit_batch_sum")).isEqualTo(3);
      assertThat(worker.metric("audit_batch_count")).isBetween(1.0, 3.0);
    }
  }

  private static List<EvaluationEvent> page(EvaluationTrail trail, Scope scope, String flag) {
    return trail.page(scope, flag, TimeRange.ALL, EvaluationTrail.Position.NEWEST, 1_100).items();
  }

  private void awaitStored(long count) {
    Await.asserted(
        "%d events".formatted(count),
        Worker.PATIENCE,
        () ->
            assertThatCode(() -> assertThat(stores.stored()).isEqualTo(count))
                .doesNotThrowAnyException());
  }

  private void awaitNothingPending() {
    Await.until(
        "all to be acknowledged",
        Worker.PATIENCE,
        stores.stream()::backlog,
        backlog -> backlog.pending() == 0 && backlog.undelivered() == 0);
  }
}
