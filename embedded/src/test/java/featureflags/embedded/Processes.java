package featureflags.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// What the system knows of processes.
final class Processes {

  private Processes() {}

  static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).map(Daemon::new).filter(Daemon::isRunning).isPresent();
  }

  /// The process group, which is what a terminal sends Ctrl-C to.
  static long groupOf(long pid) {
    try {
      var ps = Command.run(Path.of("/"), List.of("ps", "-o", "pgid=", "-p", Long.toString(pid)));
      return Long.parseLong(ps.output().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
