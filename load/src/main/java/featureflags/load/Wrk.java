package featureflags.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/// `wrk`, a native client whose every connection asks again as soon as it is answered. It looks at
/// no answer but its status.
///
/// @param script what tells it what to ask, and prints what it has measured
record Wrk(Pinning pinning, Path script, WorkFile work) implements Client {
  private static final String SCRIPT = "wrk.lua";

  /// One whose script is put into a folder.
  static Wrk in(Path folder, Pinning pinning, WorkFile work) {
    Path script = folder.resolve(SCRIPT);
    try (var lua = Wrk.class.getResourceAsStream(SCRIPT)) {
      if (lua == null) {
        throw new IllegalStateException(SCRIPT + " is not in the jar");
      }
      Files.copy(lua, script, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Wrk(pinning, script, work);
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

  @Override
  public Drive drive(Side side, int connections, Duration time) {
    return Client.run(
        pinning.ofClient(
            List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + time.toSeconds() + "s",
                "-s",
                script.toString(),
                "--latency",
                "--timeout",
                "10s",
                "http://127.0.0.1:%d".formatted(side.server().port()),
                "--",
                work.bodies().toString(),
                work.path())),
        time);
  }
}
