package featureflags.postgres;

import static featureflags.postgres.Flags.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationEvent;
import featureflags.postgres.EvaluationTrail.Position;
import featureflags.testkit.Recordings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PartitionsIT {
  private static final LocalDate DAY = LocalDate.parse("2026-01-31");

  private Home home;
  private EvaluationTrail trail;

  @BeforeAll
  void open() {
    home = Home.fresh();
    trail = new EvaluationTrail(home.postgres());
  }

  @BeforeEach
  void forget() {
    Partitions.dropBefore(home.postgres(), LocalDate.parse("9999-12-31"));
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void eachDayInUtcGetsAPartitionWhenItsFirstEventComes() {
    var stored =
        trail.store(
            Recordings.whole(
                List.of(
                    event("2026-01-31T23:59:59.999Z"),
                    event("2026-02-01T00:00:00.000Z"),
                    event("2026-02-01T12:00:00.000Z"))));

    assertThat(stored.kept()).isEqualTo(3);
    assertThat(days()).containsExactly("evaluation_2026_01_31", "evaluation_2026_02_01");
    assertThat(home.column("SELECT count(*) FROM evaluation_2026_02_01")).containsExactly("2");
  }

  @Test
  void severalMakeTheSameDaysAtOnce() {
    var days = Set.of(DAY, DAY.plusDays(1), DAY.plusDays(2));

    AtOnce.run(
        4,
        number -> {
          Partitions.ensureDays(home.postgres(), days);
          return number;
        });
    var stored =
        AtOnce.run(
            4, _ -> trail.store(Recordings.whole(List.of(event("2026-03-01T00:00:00Z")))).kept());

    assertThat(stored).containsOnly(1L);
    assertThat(days()).hasSize(4);
  }

  /// The locks of some thousand days are more than one transaction can hold.
  @Test
  void manyDaysAreMadeInSeveralTransactionsAndDropped() {
    var days = DAY.datesUntil(DAY.plusDays(120)).collect(Collectors.toSet());

    Partitions.ensureDays(home.postgres(), days);

    assertThat(days()).hasSize(120);
    assertThat(
            home.column(
                "SELECT count(DISTINCT xmin::text) FROM pg_class WHERE relname ~ '^evaluation_2[0-9_]+$'"))
        .containsExactly("3");
    assertThat(Partitions.dropBefore(home.postgres(), DAY.plusDays(119))).isEqualTo(119);
    assertThat(days()).hasSize(1);
  }

  @Test
  void onlyOlderDaysAreDropped() {
    Partitions.ensureDays(home.postgres(), Set.of(DAY.minusDays(31), DAY.minusDays(1), DAY));
    trail.store(
        Recordings.whole(List.of(event("2026-01-31T00:00:00Z"), event("2026-02-01T00:00:00Z"))));

    int dropped = Partitions.dropBefore(home.postgres(), DAY);

    assertThat(dropped).isEqualTo(2);
    assertThat(days()).containsExactly("evaluation_2026_01_31", "evaluation_2026_02_01");
    assertThat(trail.page(SCOPE, "flag", TimeRange.ALL, Position.NEWEST, 9).items()).hasSize(2);
    assertThat(Partitions.dropBefore(home.postgres(), DAY)).isZero();
  }

  @Test
  void severalDropTheSameDaysAtOnce() {
    Partitions.ensureDays(home.postgres(), Set.of(DAY, DAY.plusDays(1), DAY.plusDays(2)));

    AtOnce.run(4, _ -> Partitions.dropBefore(home.postgres(), DAY.plusDays(2)));

    assertThat(days()).containsExactly("evaluation_2026_02_02");
  }

  private List<String> days() {
    return home.column(
        "SELECT inhrelid::regclass FROM pg_inherits"
            + " WHERE inhparent = 'evaluation'::regclass ORDER BY inhrelid::regclass::text");
  }

  private static EvaluationEvent event(String time) {
    return EvaluationTrailIT.event(SCOPE, "flag", Instant.parse(time), "user");
  }
}
