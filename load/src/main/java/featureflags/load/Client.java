package featureflags.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Something that drives a server for a while, as a process of its own.
@FunctionalInterface
interface Client {
  /// Drives a server on so many connections.
  Drive drive(Side side, int connections, Duration time);

  /// Runs a client to its end and reads the line that it prints.
  static Drive run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return Drive.parse(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
