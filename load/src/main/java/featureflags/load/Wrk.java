package featureflags.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/// `wrk`, a native client whose every connection asks again as soon as it is answered.
final class Wrk {
  private static final String SCRIPT = "wrk.lua";

  private final Pinning pinning;
  private final Path script;

  private final Path bodies;
  private final String path;

  /// One for these requests.
  ///
  /// @param folder where its script and the bodies go
  Wrk(Pinning pinning, Path folder, Work work) {
    this.pinning = pinning;
    this.script = folder.resolve(SCRIPT);
    this.bodies = folder.resolve(work.name() + ".bodies");
    this.path = work.path();
    try (var lua = Wrk.class.getResourceAsStream(SCRIPT)) {
      if (lua == null) {
        throw new IllegalStateException(SCRIPT + " is not in the jar");
      }
      Files.copy(lua, script, StandardCopyOption.REPLACE_EXISTING);
      Files.write(bodies, work.bodies());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether it is installed.
  static boolean isInstalled() {
    try {
      var process = new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Drives a server for a while.
  Drive drive(int port, int connections, Duration time) {
    try {
      var process =
          new ProcessBuilder(
                  pinning.ofClient(
                      List.of(
                          "wrk",
                          "-t1",
                          "-c" + connections,
                          "-d" + time.toSeconds() + "s",
                          "-s",
                          script.toString(),
                          "--latency",
                          "http://127.0.0.1:%d".formatted(port),
                          "--",
                          bodies.toString(),
                          path)))
              .redirectErrorStream(true)
              .start();
      return Drive.parse(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
