package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.e2e.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Machines whose clocks are wrong, beside others whose are right.
@Tag("chaos")
@Tag("long")
@Timeout(120)
class WrongClocksIT {
  private static final Duration OFF = Duration.ofMinutes(90);

  /// So that the days it would make and drop are others, whatever the time of day.
  private static final Duration DAYS_OFF = Duration.ofHours(36);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int EVALUATIONS = 100;
  private static final long BETWEEN = 50_000_000;

  @TempDir Path folder;

  /// Row 13.
  @Test
  void clocksAreWrong() throws IOException {
    var setup = new Rig.Setup(2, this::clock, List.of());
    try (var rig = new Rig(folder, setup)) {
      String right = rig.evaluators().getFirst().base();
      String wrong = rig.evaluators().getLast().base();
      Wait.until("a clock ahead", PATIENCE, () -> offset(rig, wrong) > 5_300);
      Wait.until("a clock behind", PATIENCE, () -> offset(rig, rig.api()) < -5_300);

      String flag = rig.flag("clocks");
      var asked = new ArrayList<String>();
      for (int i = 0; i < EVALUATIONS; i++) {
        String subject = "subject-" + i;
        assertThat(Rig.answer(i % 2 == 0 ? right : wrong, flag, subject)).isNotEmpty();
        asked.add(subject);
        LockSupport.parkNanos(BETWEEN);
      }
      rig.edit(flag, "{\"rolloutPercentage\": 10}");
      Rig.Loss loss = rig.awaitTrail(flag, new HashSet<>(asked));

      assertThat(offset(rig, right)).isBetween(-1.0, 1.0);
      assertThat(loss).isEqualTo(Rig.Loss.NONE);
      assertThat(
              found(
                  rig,
                  "SELECT subject FROM evaluations WHERE flag = 'clocks' AND subject LIKE 'subject-%' ORDER BY time"))
          .isEqualTo(asked);
      double furthest =
          Math.max(furthestFromNow(rig, "evaluations"), furthestFromNow(rig, "trail"));
      assertThat(furthest).isLessThan(60);
      Wait.until(
          "today and the next two days, and no others",
          PATIENCE,
          () -> found(rig, DAYS_MADE).equals(found(rig, DAYS_WANTED)));
      Reliability.row(
          13,
          "Clocks wrong: an eval-service's 90 minutes ahead, flag-api's 90 behind, the worker's 36 hours ahead",
          "%d evaluations in the trail in the order they were asked of the wrong one and a right one by turns; no entry dated more than %.0f s ago; the days of the trail are the right ones"
              .formatted(EVALUATIONS, furthest));
    }
  }

  private static final String DAYS_MADE =
      "SELECT relname FROM pg_class WHERE relname ~ '^evaluation_\\d' AND relkind = 'r' ORDER BY 1";

  private static final String DAYS_WANTED =
      "SELECT 'evaluation_' || to_char(now() AT TIME ZONE 'UTC' + n * interval '1 day', 'YYYY_MM_DD') FROM generate_series(0, 2) n ORDER BY 1";

  private Map<String, String> clock(String service) {
    return switch (service) {
      case "flag-api" -> WrongClock.ahead(OFF.negated(), folder);
      case "eval-service-1" -> WrongClock.ahead(OFF, folder);
      case "audit-worker" -> WrongClock.ahead(DAYS_OFF, folder);
      default -> Map.of(); // the right ones
    };
  }

  private static double offset(Rig rig, String base) {
    return rig.figure(base, "clock_offset");
  }

  private static List<String> found(Rig rig, String sql) {
    var found = new ArrayList<String>();
    rig.query(sql, found::add);
    return found;
  }

  private static double furthestFromNow(Rig rig, String table) {
    return Double.parseDouble(
        found(rig, "SELECT max(abs(extract(epoch FROM clock_timestamp() - time))) FROM " + table)
            .getFirst());
  }
}
