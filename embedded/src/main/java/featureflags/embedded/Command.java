package featureflags.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A short-lived program that was run to its end.
record Command(int status, String output) {

  boolean succeeded() {
    return status == 0;
  }

  /// Runs a program in a directory; output and errors come back as one text.
  ///
  /// @throws IOException when the program does not exist or may not be executed
  static Command run(Path directory, List<String> words) throws IOException {
    var builder = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      return new Command(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + words.getFirst(), e);
    }
  }
}
