package featureflags.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.e2e.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the trail feels of a worker that is killed, and of entries that nobody can read.
@Tag("chaos")
@Timeout(120)
class WorkerFaultsIT {
  private static final int PER_SECOND = 300;
  private static final int KILLS = 20;
  private static final int LONGEST_LIFE_MILLIS = 1_000;

  @AutoClose private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = new Rig(folder);
  }

  /// Row 7.
  @Test
  void theWorkerIsKilledTwentyTimes() throws IOException {
    String flag = rig.flag("worker-killed");
    var random = new Random(7);
    var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
    try (traffic) {
      for (int i = 0; i < KILLS; i++) {
        traffic.flow(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
        rig.auditWorker().kill();
        rig.auditWorker().restart();
      }
    }

    Rig.Loss loss = rig.awaitTrail(flag, traffic.subjects());

    assertThat(traffic.errors()).isZero();
    assertThat(loss).isEqualTo(Rig.Loss.NONE);
    Reliability.row(
        7,
        "Worker killed %d times at random moments".formatted(KILLS),
        "%,d events, as many rows; lost 0, duplicates 0".formatted(traffic.answered()));
  }

  /// Row 8.
  @Test
  void oneEntryInAThousandIsPoisoned() {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      entries.add(Entries.of("poisoned", i, 1));
    }
    entries.add(500, "{\"e\":[{\"i\":\"poison".getBytes(UTF_8));
    long began = System.nanoTime();
    Entries.send(rig.redis(), entries);

    Wait.until(
        "all others in the trail",
        Duration.ofSeconds(30),
        () -> rig.stored("poisoned").size() == 999);
    long stored = System.nanoTime() - began;
    Wait.until("the dead letter", Duration.ofSeconds(30), () -> letters().size() == 1);

    assertThat(Duration.ofNanos(stored)).isLessThan(Duration.ofSeconds(5));
    assertThat(rig.stored("poisoned")).allSatisfy((_, times) -> assertThat(times).isOne());
    assertThat(letters()).containsExactly("{\"e\":[{\"i\":\"poison");
    Reliability.row(
        8,
        "One poisoned entry in 1,000",
        "the other 999 stored after %.1f s; 1 dead letter, as it came".formatted(stored / 1e9));
  }

  private static List<String> letters() {
    var letters = new ArrayList<String>();
    rig.query("SELECT convert_from(entry, 'UTF8') FROM dead_letter", letters::add);
    return letters;
  }
}
