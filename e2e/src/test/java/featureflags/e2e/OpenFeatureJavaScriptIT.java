package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.evalservice.GuardedOfrep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenFeature's clients for Node and for browsers, as they come, on a running engine. Their tests
/// are written in JavaScript and run by Node.
class OpenFeatureJavaScriptIT {
  private static final Path SCRIPTS = Path.of("src/test/javascript");
  private static final Path INSTALLED = Path.of("target/javascript").toAbsolutePath();
  private static final Path PAGE = Path.of("../docs/openfeature.md").toAbsolutePath().normalize();

  @Test
  void everyTestOfTheirsPasses(@TempDir Path folder) throws IOException {
    var node = Node.on(System.getenv("PATH"));
    if (node.isEmpty()) {
      Skipped.because(
          "the OpenFeature clients for JavaScript were not tried: no Node %d or newer with npm is on the PATH"
              .formatted(Node.OLDEST));
    }
    node.orElseThrow().install(SCRIPTS, INSTALLED);
    try (var playground = Playground.open(folder);
        var guarded = GuardedOfrep.open("sesame")) {
      var environment =
          Map.of(
              "FLAG_API", playground.flagApi(),
              "EVAL_SERVICE", playground.evalService(),
              "GUARDED", guarded.baseUrl(),
              "PAGE", PAGE.toString());

      int server = node.orElseThrow().passed(INSTALLED, "server.test.mjs", environment);
      int web = node.orElseThrow().passed(INSTALLED, "web.test.mjs", environment);
      int page = node.orElseThrow().passed(INSTALLED, "page.test.mjs", environment);

      assertThat(server).isGreaterThan(9);
      assertThat(web).isGreaterThan(9);
      assertThat(page).isEqualTo(2);
    }
  }
}
