package featureflags.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What each fault showed, as a row of the table in `docs/reliability.md`.
final class Reliability {
  private static final Path FOLDER = Path.of("target", "reliability");

  private Reliability() {}

  static void row(int number, String fault, String shown) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(
          FOLDER.resolve("%02d.md".formatted(number)),
          "| %d | %s | %s |%n".formatted(number, fault, shown));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
