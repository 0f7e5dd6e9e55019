package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the trail feels of an eval-service that is killed.
@Tag("chaos")
@Tag("long")
@Timeout(180)
class EvaluatorKilledIT {
  private static final int PER_SECOND = 500;
  private static final int KILLS = 10;
  private static final int SHORTEST_LIFE_MILLIS = 1_000;
  private static final int LONGEST_LIFE_MILLIS = 2_000;
  private static final double MOST_MILLIS = 100;

  /// Row 7b.
  @Test
  void theEvaluatorIsKilledTenTimes(@TempDir Path folder) throws IOException {
    var random = new Random(16);
    var ages = new ArrayList<Double>();
    int answered = 0;
    try (var rig = new Rig(folder)) {
      for (int i = 0; i < KILLS; i++) {
        String flag = rig.flag("evaluator-killed-" + i);
        long killed;
        var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
        try (traffic) {
          traffic.flow(
              Duration.ofMillis(random.nextInt(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS)));
          killed = System.nanoTime();
          rig.evalService().kill();
        }
        rig.evalService().restart();
        Rig.awaitReady(rig.eval());
        rig.awaitRest();
        Map<String, Long> times = traffic.answers();
        Rig.Loss loss = rig.loss(flag, times.keySet());
        assertThat(loss.repeated()).isEmpty();
        loss.missing().forEach(subject -> ages.add((killed - times.get(subject)) / 1e6));
        answered += times.size();
      }
    }

    double oldest = ages.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    assertThat(oldest).isLessThan(MOST_MILLIS);
    Reliability.rowBehind(
        7,
        "eval-service killed %d times, `async`".formatted(KILLS),
        "%,d evaluations; lost %,d, of which the oldest was answered %.0f ms before the kill; duplicates 0"
            .formatted(answered, ages.size(), oldest));
  }
}
