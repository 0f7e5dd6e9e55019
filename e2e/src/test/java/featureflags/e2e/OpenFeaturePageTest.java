package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What `docs/openfeature.md` gives to install. Its lines of code are run with the clients.
class OpenFeaturePageTest {
  private static final Pattern PACKAGE = Pattern.compile("(@openfeature/[a-z-]+)@([0-9.]+)");
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>(.*?)</artifactId>\\s*<version>(.*?)</version>");

  @Test
  void theVersionsOfThePageAreThoseThatAreTried() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    String scripts = Files.readString(Path.of("src/test/javascript/package.json"));

    var artifacts = ARTIFACT.matcher(page()).results().toList();
    var packages = PACKAGE.matcher(page()).results().toList();

    assertThat(artifacts).hasSize(2);
    assertThat(artifacts)
        .allSatisfy(found -> assertThat(pom).contains(pinned(found.group(1), found.group(2))));
    assertThat(packages).hasSize(4);
    assertThat(packages)
        .allSatisfy(found ->
            assertThat(scripts)
                .contains("\"%s\": \"%s\"".formatted(found.group(1), found.group(2))));
  }

  @Test
  void theLockFileNamesNoRegistry() throws IOException {
    String lock = Files.readString(Path.of("src/test/javascript/package-lock.json"));

    assertThat(lock).contains("\"integrity\"").doesNotContain("resolved").doesNotContain("://");
  }

  private static String pinned(String artifact, String version) {
    String property = artifact.equals("sdk") ? "openfeature" : "openfeature-" + artifact;
    return "<%s.version>%s<".formatted(property, version);
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/openfeature.md"));
  }
}
