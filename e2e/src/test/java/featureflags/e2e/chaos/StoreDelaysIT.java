package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What evaluation feels of stores that are there, but slow or silent.
@Tag("chaos")
@Tag("long")
@Timeout(120)
class StoreDelaysIT {
  private static final int PER_SECOND = 300;
  private static final Duration CALM = Duration.ofSeconds(10);
  private static final int TURNS = 5;
  private static final Duration TURN = Duration.ofSeconds(3);

  /// Below it a 99th percentile is the machine's affair.
  private static final double NOISE_MILLIS = 10;

  @AutoClose private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = new Rig(folder);
  }

  @AfterEach
  void heal() {
    rig.heal();
  }

  /// Row 4.
  @Test
  void redisIsSilent() throws IOException {
    String flag = rig.flag("redis-silent");
    Traffic.Stretch calm;
    Traffic.Stretch silent;
    var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
    try (traffic) {
      traffic.flow(CALM); // the JVMs warm up
      calm = traffic.flow(CALM);
      rig.toRedis().blackHole();
      traffic.flow(Duration.ofSeconds(1));
      silent = traffic.flow(CALM);
      rig.toRedis().heal();
      traffic.flow(CALM);
    }

    Rig.Loss loss = rig.awaitTrail(flag, traffic.subjects());

    double before = traffic.p99(calm);
    double meanwhile = traffic.p99(silent);
    assertThat(traffic.errors()).isZero();
    assertThat(loss).isEqualTo(Rig.Loss.NONE);
    assertThat(meanwhile).isLessThan(Math.max(1.2 * before, NOISE_MILLIS));
    Reliability.row(
        4,
        "Redis answers nothing",
        "errors 0; p99 %.1f ms a second later (calm %.1f ms); lost 0, duplicates 0"
            .formatted(meanwhile, before));
  }

  /// Row 5. Calm and slow stretches take turns, so that what the machine does besides is in both.
  @Test
  void everyStoreCallTakesATenthOfASecondLonger() throws IOException {
    String flag = rig.flag("stores-slow");
    var calm = new ArrayList<Traffic.Stretch>();
    var slow = new ArrayList<Traffic.Stretch>();
    var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
    try (traffic) {
      traffic.flow(CALM);
      for (int turn = 0; turn < TURNS; turn++) {
        calm.add(traffic.flow(TURN));
        rig.toRedis().delay(Duration.ofMillis(100));
        rig.toPostgres().delay(Duration.ofMillis(100));
        slow.add(traffic.flow(TURN));
        rig.heal();
      }
    }

    Rig.Loss loss = rig.awaitTrail(flag, traffic.subjects());

    double before = typicalP99(traffic, calm);
    double meanwhile = typicalP99(traffic, slow);
    assertThat(traffic.errors()).isZero();
    assertThat(loss).isEqualTo(Rig.Loss.NONE);
    assertThat(meanwhile).isLessThan(Math.max(1.1 * before, NOISE_MILLIS));
    Reliability.row(
        5,
        "Every store call 100 ms slower",
        "errors 0; p99 %.1f ms (calm %.1f ms); lost 0, duplicates 0".formatted(meanwhile, before));
  }

  /// The median of what the stretches show.
  private static double typicalP99(Traffic traffic, List<Traffic.Stretch> stretches) {
    return stretches.stream().map(traffic::p99).sorted().toList().get(stretches.size() / 2);
  }
}
