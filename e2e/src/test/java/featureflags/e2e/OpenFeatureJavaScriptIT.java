package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.evalservice.OfrepAlone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenFeature's clients for Node and for browsers, as they come, on a running engine. Their tests
/// are written in JavaScript and run by Node.
class OpenFeatureJavaScriptIT {
  private static final Path SCRIPTS = Path.of("src/test/javascript");
  private static final Path INSTALLED = Path.of("target/javascript").toAbsolutePath();
  private static final Path PAGE = Path.of("../docs/openfeature.md").toAbsolutePath().normalize();

  @TempDir static Path folder;
  @AutoClose private static Playground playground;
  @AutoClose private static OfrepAlone guarded;
  private static Node node;

  @BeforeAll
  static void open() throws IOException {
    var found = Node.on(System.getenv("PATH"));
    if (found.isEmpty()) {
      Skipped.because(
          "the OpenFeature clients for JavaScript were not tried: no Node %d or newer with npm is on the PATH"
              .formatted(Node.OLDEST));
    }
    node = found.orElseThrow();
    node.install(SCRIPTS, INSTALLED);
    playground = Playground.open(folder);
    guarded = OfrepAlone.guarded("sesame");
  }

  @Test
  void everyTestOfTheClientForNodePasses() {
    assertThat(passed("server.test.mjs")).isGreaterThan(9);
  }

  @Test
  void everyTestOfTheClientForBrowsersPasses() {
    assertThat(passed("web.test.mjs")).isGreaterThan(9);
  }

  @Test
  void theLinesOfThePagePrintWhatTheFlagServes() {
    assertThat(passed("page.test.mjs")).isEqualTo(2);
  }

  private static int passed(String script) {
    var environment =
        Map.of(
            "FLAG_API", playground.flagApi(),
            "EVAL_SERVICE", playground.evalService(),
            "GUARDED", guarded.baseUrl(),
            "PAGE", PAGE.toString());
    return node.passed(INSTALLED, script, environment);
  }
}
