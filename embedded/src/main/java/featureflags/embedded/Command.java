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
    return new Command(statusOf(process), output);
  }

  /// The program ends soon, and a server that is being stopped must not be left half-way: an
  /// interrupt is kept for later.
  private static int statusOf(Process process) {
    var interrupted = false;
    while (true) {
      try {
        var status = process.waitFor();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return status;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }
}
