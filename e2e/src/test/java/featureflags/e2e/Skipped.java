package featureflags.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/// What this machine cannot try.
public final class Skipped {
  /// `./test` repeats at its end what stands here.
  private static final Path LINES = Path.of("target", "skipped.txt");

  private Skipped() {}

  /// Ends the test as skipped, and says so aloud.
  public static void because(String reason) {
    String line = "SKIPPED: " + reason;
    System.out.println(line);
    try {
      Files.writeString(LINES, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Assumptions.abort(reason);
  }
}
