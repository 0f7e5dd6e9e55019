package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Each process is killed and started again while requests flow; then the trail is counted.
class KillIT {
  private static final int SOME = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// What eval-service may still hold in memory when it is killed.
  private static final Duration IN_MEMORY = Duration.ofMillis(250);

  private static Cluster cluster;

  private String flag;
  private Load onEvalService;
  private Load onFlagApi;

  @BeforeAll
  static void start(@TempDir Path folder) {
    cluster = new Cluster(folder);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void requestsFlow(TestInfo test) throws IOException {
    flag = test.getTestMethod().orElseThrow().getName();
    Http.post(
        cluster.api() + "/flags",
        "{\"key\":\"%s\",\"enabled\":true,\"rolloutPercentage\":50}".formatted(flag));
    onEvalService = Load.onEvalService(cluster.eval(), flag);
    onFlagApi = Load.onFlagApi(cluster.api(), flag);
    goOn();
  }

  @AfterEach
  void requestsEnd() {
    onEvalService.close();
    onFlagApi.close();
  }

  @Test
  void killingFlagApiLosesNothing() {
    cluster.flagApi().kill();
    onEvalService.awaitMore(SOME);
    cluster.flagApi().restart();
    goOn();

    assertNothingIsMissingBut(Set.of());
  }

  @Test
  void killingEvalServiceLosesNoMoreThanItHeldInMemory() {
    cluster.evalService().kill();
    long killed = System.nanoTime();
    onFlagApi.awaitMore(SOME);
    cluster.evalService().restart();
    goOn();

    Set<String> atRisk =
        onEvalService.answered().entrySet().stream()
            .filter(each -> Math.abs(killed - each.getValue()) < IN_MEMORY.toNanos())
            .map(each -> each.getKey())
            .collect(Collectors.toSet());
    assertNothingIsMissingBut(atRisk);
  }

  @Test
  void stoppingEachInTurnLosesNothing() {
    for (Service service :
        List.of(cluster.evalService(), cluster.auditWorker(), cluster.flagApi())) {
      int status = service.terminate();
      service.restart();
      goOn();

      assertThat(status).isZero();
    }

    assertNothingIsMissingBut(Set.of());
  }

  private void goOn() {
    onEvalService.awaitMore(SOME);
    onFlagApi.awaitMore(SOME);
  }

  private void assertNothingIsMissingBut(Set<String> atRisk) {
    onEvalService.close();
    onFlagApi.close();
    Set<String> answered =
        Stream.of(onEvalService, onFlagApi)
            .flatMap(load -> load.answered().keySet().stream())
            .filter(subject -> !atRisk.contains(subject))
            .collect(Collectors.toSet());

    try {
      Wait.until(
          "all answered evaluations in the trail",
          PATIENCE,
          () -> new HashSet<>(subjects()).containsAll(answered));
    } catch (AssertionError _) {
      // compared below, where what is missing is shown
    }
    List<String> subjects = subjects();

    assertThat(subjects).containsAll(answered);
    assertThat(subjects).doesNotHaveDuplicates();
  }

  private List<String> subjects() {
    return Trail.subjects(cluster.api(), flag);
  }
}
