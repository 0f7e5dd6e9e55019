package featureflags.evalservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The dry run that the image is built with; it fails by itself unless every request is answered.
final class RehearsalTest {
  @Test
  void aRehearsalNeedsNoStoreAndLeavesNothingBehind() throws IOException {
    Set<Path> before = folders();

    Rehearsal.main(new String[0]);

    assertThat(folders()).isEqualTo(before);
  }

  private static Set<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("rehearsal"))
          .collect(Collectors.toSet());
    }
  }
}
