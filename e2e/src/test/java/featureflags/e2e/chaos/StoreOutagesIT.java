package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.e2e.Http;
import featureflags.e2e.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What evaluation, the trail and changes feel of stores that go away.
@Tag("chaos")
@Timeout(120)
class StoreOutagesIT {
  private static final int PER_SECOND = 300;
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  /// Below it a 99th percentile is the machine's affair: two JVMs on two cores do this to each
  /// other without any fault.
  private static final double NOISE_MILLIS = 20;

  /// Long after a change that the channel has told of.
  private static final long TOLD_MILLIS = 250;

  @AutoClose private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = new Rig(folder);
  }

  @AfterEach
  void heal() {
    rig.heal();
  }

  private static void assertWithin(double factor, double calm, double faulty) {
    assertThat(faulty).isLessThan(Math.max(factor * calm, NOISE_MILLIS));
  }

  /// Row 1.
  @Test
  void redisIsKilledAndComesBack() throws IOException {
    String flag = rig.flag("redis-killed");
    Traffic.Stretch calm;
    Traffic.Stretch outage;
    var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
    try (traffic) {
      traffic.flow(CALM); // the JVMs warm up
      calm = traffic.flow(CALM);
      rig.redis().kill();
      outage = traffic.flow(OUTAGE);
      rig.redis().restart();
      traffic.flow(CALM);
    }

    Rig.Loss loss = rig.awaitTrail(flag, traffic.subjects());

    assertThat(traffic.errors()).isZero();
    assertThat(loss).isEqualTo(Rig.Loss.NONE);
    assertThat(rig.figure(rig.eval(), "events_dropped_total")).isZero();
    double before = traffic.p99(calm);
    double meanwhile = traffic.p99(outage);
    assertWithin(2, before, meanwhile);
    Reliability.row(
        1,
        "Redis killed for 20 s",
        "%,d evaluations, errors 0, p99 %.1f ms (calm %.1f ms); lost 0, duplicates 0"
            .formatted(traffic.answered(), meanwhile, before));
  }

  /// Row 2.
  @Test
  void postgresIsKilledAndComesBack() throws IOException {
    String flag = rig.flag("postgres-killed");
    var refusals = new ArrayList<Long>();
    long recovered;
    var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
    try (traffic) {
      traffic.flow(CALM);
      rig.killPostgres();
      for (int i = 0; i < 10; i++) {
        refusals.add(refusedWrite("refused-" + i));
        traffic.flow(OUTAGE.dividedBy(10));
      }
      rig.restartPostgres();
      long back = System.nanoTime();
      int stored = rig.stored(flag).size();
      Wait.until(
          "the worker to go on", Duration.ofSeconds(30), () -> rig.stored(flag).size() > stored);
      recovered = System.nanoTime() - back;
      traffic.flow(CALM);
    }

    Rig.Loss loss = rig.awaitTrail(flag, traffic.subjects());

    assertThat(traffic.errors()).isZero();
    assertThat(loss).isEqualTo(Rig.Loss.NONE);
    assertThat(Collections.max(refusals)).isLessThanOrEqualTo(500);
    assertThat(Duration.ofNanos(recovered)).isLessThan(Duration.ofSeconds(5));
    Reliability.row(
        2,
        "PostgreSQL killed for 20 s",
        "%,d evaluations, errors 0; writes 503 within %d ms; worker goes on after %.1f s; lost 0, duplicates 0"
            .formatted(traffic.answered(), Collections.max(refusals), recovered / 1e9));
  }

  /// @return how long the refusal took, in milliseconds
  private static long refusedWrite(String key) throws IOException {
    long began = System.nanoTime();
    var refused = Http.post(rig.api() + "/flags", "{\"key\":\"%s\"}".formatted(key));
    long millis = (System.nanoTime() - began) / 1_000_000;
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    return millis;
  }

  /// Row 3.
  @Test
  void evalServiceIsRestartedWhileBothStoresAreDown() throws IOException {
    String flag = rig.flag("both-down");
    List<String> before = answers(flag);
    Wait.until(
        "the snapshot on disk",
        Duration.ofSeconds(10),
        () -> rig.figure(rig.eval(), "snapshot_flags") > 0);
    rig.evalService().terminate();
    rig.redis().kill();
    rig.killPostgres();

    long began = System.nanoTime();
    rig.evalService().restart();
    Rig.awaitReady(rig.eval());
    long ready = System.nanoTime() - began;

    assertThat(answers(flag)).isEqualTo(before).doesNotContain("");
    assertThat(Duration.ofNanos(ready)).isLessThan(Duration.ofSeconds(3));
    Reliability.row(
        3,
        "Both down, eval-service restarted",
        "ready from its file after %.1f s; 100 answers the same".formatted(ready / 1e9));
  }

  private static List<String> answers(String flag) {
    return IntStream.range(0, 100).mapToObj(i -> rig.answer(flag, "user-" + i)).toList();
  }

  /// Row 10.
  @Test
  void theChangeChannelAndTheNotificationsAreDropped() throws IOException {
    String flag = rig.flag("not-told");
    rig.toRedis().deafen();
    rig.toPostgres().deafen();
    var staleness = new ArrayList<Long>();

    for (int i = 1; i <= 20; i++) {
      int version = i + 1;
      rig.edit(flag, "{\"rolloutPercentage\": %d}".formatted(i));
      long changed = System.nanoTime();
      Wait.until(
          "version " + version,
          Duration.ofSeconds(10),
          () -> rig.answer(flag, "x").contains("\"version\":%d".formatted(version)));
      staleness.add((System.nanoTime() - changed) / 1_000_000);
    }

    assertThat(Collections.max(staleness))
        .isGreaterThan(TOLD_MILLIS) // or the fault was none
        .isLessThanOrEqualTo(2_000);
    Reliability.row(
        10,
        "Change channel and NOTIFY dropped",
        "20 changes, the slowest in the answers after %d ms".formatted(Collections.max(staleness)));
  }
}
