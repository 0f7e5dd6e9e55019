package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.e2e.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a worker does that comes back to a long queue.
@Tag("chaos")
@Tag("long")
@Timeout(180)
class BacklogIT {
  private static final int PER_SECOND = 300;
  private static final int EVENTS = 500_000;
  private static final int EACH = 500;
  private static final Duration CALM = Duration.ofSeconds(5);

  /// Below it a 99th percentile is the machine's affair: PostgreSQL works as hard as it can beside
  /// the evaluator.
  private static final double NOISE_MILLIS = 50;

  @AutoClose private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = new Rig(folder);
  }

  /// Row 9.
  @Test
  void halfAMillionEventsWait() throws IOException {
    String flag = rig.flag("backlog");
    rig.auditWorker().kill();
    Entries.send(
        rig.redis(),
        IntStream.range(0, EVENTS / EACH)
            .mapToObj(i -> Entries.of("waited", i * EACH, EACH))
            .toList());
    Traffic.Stretch calm;
    Traffic.Stretch draining;
    double seconds;
    var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
    try (traffic) {
      traffic.flow(CALM);
      calm = traffic.flow(CALM);
      rig.auditWorker().restart();
      long began = System.nanoTime();
      Wait.until(
          "the backlog in the trail",
          Duration.ofMinutes(2),
          () -> rig.figure(rig.worker(), "audit_stored_total") >= EVENTS);
      draining = new Traffic.Stretch(began, System.nanoTime());
      seconds = (draining.to() - draining.from()) / 1e9;
    }

    Rig.Loss loss = rig.awaitTrail(flag, traffic.subjects());

    double before = traffic.p99(calm);
    double meanwhile = traffic.p99(draining);
    assertThat(rows("waited")).isEqualTo(EVENTS);
    assertThat(loss).isEqualTo(Rig.Loss.NONE);
    assertThat(traffic.errors()).isZero();
    assertThat(meanwhile).isLessThan(Math.max(2 * before, NOISE_MILLIS));
    Reliability.row(
        9,
        "%,d events waited for the worker".formatted(EVENTS),
        "stored in %.1f s (%,.0f a second), lost 0, duplicates 0; evaluation errors 0, p99 %.1f ms (calm %.1f ms)"
            .formatted(seconds, EVENTS / seconds, meanwhile, before));
  }

  private static int rows(String flag) {
    int[] rows = {0};
    rig.query(
        "SELECT count(*) FROM evaluations WHERE flag = '%s'".formatted(flag),
        count -> rows[0] = Integer.parseInt(count));
    return rows[0];
  }
}
