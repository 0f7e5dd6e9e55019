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
    row("%d".formatted(number), "%02d.md".formatted(number), fault, shown);
  }

  /// One that stands behind the row of that number.
  static void rowBehind(int number, String fault, String shown) {
    row("%db".formatted(number), "%02db.md".formatted(number), fault, shown);
  }

  private static void row(String number, String file, String fault, String shown) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(file), "| %s | %s | %s |%n".formatted(number, fault, shown));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
