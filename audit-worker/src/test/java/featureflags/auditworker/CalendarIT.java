package featureflags.auditworker;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.catalog.VariantCount;
import featureflags.json.StreamEntryPacker;
import featureflags.postgres.EvaluationCounts;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.Partitions;
import featureflags.postgres.TimeRange;
import featureflags.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The days of the trail.
final class CalendarIT {
  private static final String PARTITIONS =
      "SELECT relname FROM pg_class WHERE relname ~ '^evaluation_\\d' AND relkind = 'r'";

  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
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
  void todayAndTheNextTwoDaysAreThereBeforeTheFirstEvent() {
    try (var _ = Worker.start(stores.environment("w"))) {
      awaitPartitions(days(today, today.plusDays(1), today.plusDays(2)));
    }
  }

  @Test
  void daysPastTheRetentionAreDroppedAndTheOthersKept() {
    Partitions.ensureDays(
        stores.postgres(), Set.of(today.minusDays(400), today.minusDays(8), today.minusDays(7)));
    var environment = stores.environment("w");
    environment.put("AUDIT_RETENTION_DAYS", "7");

    try (var _ = Worker.start(environment)) {
      awaitPartitions(days(today.minusDays(7), today, today.plusDays(1), today.plusDays(2)));
    }
  }

  @Test
  void countsPastTheRetentionAreForgottenAndTheOthersKept() {
    Instant past = today.minusDays(8).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant kept = today.minusDays(7).atStartOfDay(ZoneOffset.UTC).toInstant();
    var outcome = new Outcome("counted", 1, "on", "SPLIT", "");
    new EvaluationTrail(stores.postgres())
        .store(
            new Recorded(
                List.of(),
                List.of(
                    new EvaluationCount(UUID.randomUUID(), past, Scope.DEFAULT, outcome, 5),
                    new EvaluationCount(UUID.randomUUID(), kept, Scope.DEFAULT, outcome, 7))));
    var environment = stores.environment("w");
    environment.put("AUDIT_RETENTION_DAYS", "7");

    try (var _ = Worker.start(environment)) {
      Await.until(
          "the older count to be forgotten",
          Worker.PATIENCE,
          () ->
              new EvaluationCounts(stores.postgres())
                  .of(Scope.DEFAULT, "counted", TimeRange.ALL, EvaluationCounts.Step.DAY),
          counts -> counts.equals(List.of(new VariantCount(kept, "on", 7))));
    }
  }

  @Test
  void anEventThatCameLateFindsItsDay() {
    Instant late = Instant.now().minus(Duration.ofDays(3));
    stores.write(new StreamEntryPacker().pack(List.of(Stores.event(late))));

    try (var _ = Worker.start(stores.environment("w"))) {
      Await.until("the event", Worker.PATIENCE, stores::stored, stored -> stored == 1);
    }
  }

  private void awaitPartitions(List<String> names) {
    Await.asserted(
        "the partitions",
        Worker.PATIENCE,
        () -> assertThat(stores.texts(PARTITIONS)).containsExactlyInAnyOrderElementsOf(names));
  }

  private static List<String> days(LocalDate... days) {
    return List.of(days).stream()
        .map(day -> "evaluation_" + day.toString().replace('-', '_'))
        .toList();
  }
}
