package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.e2e.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three eval-services: how they keep step, and how they are restarted one after the other.
@Tag("chaos")
@Tag("long")
@Timeout(180)
class SeveralEvaluatorsIT {
  private static final int EVALUATORS = 3;
  private static final int PER_SECOND = 300;
  private static final int CHANGES = 200;
  private static final long BETWEEN_CHANGES = 50_000_000;
  private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");

  @AutoClose private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig =
        new Rig(
            folder, new Rig.Setup(EVALUATORS, _ -> Map.of("HTTP_QUIET_PERIOD", "PT2S"), List.of()));
  }

  /// Looks at one eval-service again and again.
  private static final class Watch implements AutoCloseable {
    private final String base;
    private final String flag;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;
    private volatile int newest;
    private volatile long since = System.nanoTime();
    private final AtomicInteger steps = new AtomicInteger();
    private volatile boolean wentBack;

    Watch(String base, String flag) {
      this.base = base;
      this.flag = flag;
      this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
      while (!stopped.get()) {
        var version = VERSION.matcher(Rig.answer(base, flag, "watch"));
        if (version.find()) {
          int seen = Integer.parseInt(version.group(1));
          wentBack |= seen < newest;
          if (seen > newest) {
            newest = seen;
            since = System.nanoTime();
            steps.incrementAndGet();
          }
        }
      }
    }

    @Override
    public void close() {
      stopped.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Row 11.
  @Test
  void twoHundredChangesInTenSeconds() throws IOException {
    String flag = rig.flag("two-hundred");
    List<Watch> watches =
        rig.evaluators().stream().map(each -> new Watch(each.base(), flag)).toList();
    long began = System.nanoTime();
    for (int i = 0; i < CHANGES; i++) {
      rig.edit(flag, "{\"rolloutPercentage\": %d}".formatted(i % 2));
      LockSupport.parkNanos(began + (i + 1) * BETWEEN_CHANGES - System.nanoTime());
    }
    long changed = System.nanoTime();
    double took = (changed - began) / 1e9;

    Wait.until(
        "the last version everywhere",
        Duration.ofSeconds(10),
        () -> watches.stream().allMatch(watch -> watch.newest == CHANGES + 1));
    watches.forEach(Watch::close);
    long latest = watches.stream().mapToLong(watch -> watch.since).max().orElseThrow();
    long behind = Math.max(0, latest - changed) / 1_000_000;

    assertThat(watches).noneMatch(watch -> watch.wentBack);
    assertThat(behind).isLessThan(1_000);
    Reliability.row(
        11,
        "%d changes in %.1f s, three eval-services".formatted(CHANGES, took),
        "all at the last version %d ms after it; none went back; each saw at least %d versions"
            .formatted(
                behind, watches.stream().mapToInt(watch -> watch.steps.get()).min().orElseThrow()));
  }

  /// Row 12.
  @Test
  void eachIsRestartedBehindAProxy() throws IOException {
    String flag = rig.flag("rolling");
    List<String> bases = rig.evaluators().stream().map(Rig.Evaluator::base).toList();
    Traffic traffic;
    try (var balancer = new Balancer(bases)) {
      traffic = Traffic.of(List.of(balancer.base()), flag, PER_SECOND);
      try (traffic) {
        traffic.flow(Duration.ofSeconds(3));
        for (Rig.Evaluator evaluator : rig.evaluators()) {
          assertThat(evaluator.service().terminate()).isZero();
          evaluator.service().restart();
          Wait.until(
              "the proxy to send clients there again",
              Duration.ofSeconds(20),
              () -> balancer.knows(evaluator.base()));
        }
        traffic.flow(Duration.ofSeconds(3));
      }
    }

    Rig.Loss loss = rig.awaitTrail(flag, traffic.subjects());

    assertThat(traffic.errors()).isZero();
    assertThat(loss).isEqualTo(Rig.Loss.NONE);
    Reliability.row(
        12,
        "Three eval-services restarted one after the other behind a proxy",
        "%,d requests, failed 0; lost 0, duplicates 0".formatted(traffic.answered()));
  }
}
