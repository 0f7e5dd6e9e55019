package featureflags.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Something that drives a server for a while, as a process of its own.
@FunctionalInterface
interface Client {
  /// What a client may take to start and to end on a busy machine.
  Duration PATIENCE = Duration.ofSeconds(60);

  /// Drives a server on so many connections.
  Drive drive(Side side, int connections, Duration time);

  /// Runs a client to its end and reads the line that it prints.
  ///
  /// @param usual how long it takes when all goes well
  /// @throws IllegalStateException when it takes much longer
  static Drive run(List<String> command, Duration usual) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      if (!process.waitFor(usual.plus(PATIENCE).toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("%s does not end".formatted(command));
      }
      return Drive.parse(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
