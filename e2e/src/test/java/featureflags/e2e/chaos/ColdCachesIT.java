package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.e2e.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A crowd at the door of an engine that holds nothing.
@Tag("chaos")
@Tag("long")
@Timeout(120)
class ColdCachesIT {
  private static final int CLIENTS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> ENVIRONMENTS =
      Stream.of("development", "production", "staging")
          .map(environment -> "/projects/default/environments/" + environment)
          .toList();

  /// A snapshot that was loaded, as PostgreSQL logs it: who asked, and for which environment.
  private static final Pattern LOADED =
      Pattern.compile(
          "^([\\w-]+)\\|LOG: +execute (?!fetch)[^:]*: SELECT environment\\.revision, document[^|]*"
              + "\\|DETAIL: +[Pp]arameters: .*\\$5 = '(\\w+)', \\$6 = '(\\w+)'",
          Pattern.MULTILINE);

  /// Row 15.
  @Test
  void fiveHundredClientsAndNothingCached(@TempDir Path folder) throws IOException {
    try (var rig = new Rig(folder)) {
      for (String environment : ENVIRONMENTS) {
        rig.flag("cold", environment);
      }
      rig.flagApi().terminate();
      rig.evalService().terminate();
      forget(folder.resolve("eval-service-0").resolve("snapshots"));
      rig.change("ALTER SYSTEM SET log_line_prefix = '%a|'");
      rig.change("ALTER SYSTEM SET log_statement = 'all'");
      rig.change("SELECT pg_reload_conf()");
      rig.redis().flush();
      int before = log(rig).length();

      var answered = new CountDownLatch(CLIENTS);
      for (int i = 0; i < CLIENTS; i++) {
        String base = rig.eval() + ENVIRONMENTS.get(i % 3);
        String subject = "client-" + i;
        Thread.ofVirtual()
            .start(() -> {
              Wait.until(subject, PATIENCE, () -> !Rig.answer(base, "cold", subject).isEmpty());
              answered.countDown();
            });
      }
      long began = System.nanoTime();
      rig.evalService().restart();
      Wait.until("an answer for each client", PATIENCE, () -> answered.getCount() == 0);
      double seconds = (System.nanoTime() - began) / 1e9;
      rig.flagApi().restart();
      Rig.awaitReady(rig.api());
      Map<String, Integer> loads = loads(log(rig).substring(before));
      rig.change("ALTER SYSTEM RESET ALL");
      rig.change("SELECT pg_reload_conf()");

      assertThat(loads)
          .containsKeys(
              "eval-service default/development",
              "eval-service default/production",
              "eval-service default/staging")
          .allSatisfy((_, times) -> assertThat(times).isOne());
      Reliability.row(
          15,
          "%d clients, cold caches".formatted(CLIENTS),
          "all answered %.1f s after the start of eval-service; one query for each service and environment (%d in all)"
              .formatted(seconds, loads.size()));
    }
  }

  private static void forget(Path snapshots) throws IOException {
    try (var files = Files.walk(snapshots)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String log(Rig rig) {
    var log = new ArrayList<String>();
    rig.query(
        "SELECT pg_read_file(current_setting('data_directory') || '/../postgres.log')", log::add);
    return log.getFirst();
  }

  private static Map<String, Integer> loads(String log) {
    var loads = new TreeMap<String, Integer>();
    LOADED
        .matcher(log)
        .results()
        .forEach(load ->
            loads.merge(
                "%s %s/%s".formatted(load.group(1), load.group(2), load.group(3)),
                1,
                Integer::sum));
    return loads;
  }
}
