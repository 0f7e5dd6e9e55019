package featureflags.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The requests of a load where another process can read them.
///
/// @param path where they are sent
/// @param bodies a file with their bodies, one a line
record WorkFile(String path, Path bodies) {
  static WorkFile write(Work work, Path folder) {
    try {
      Path bodies = folder.resolve(work.name() + ".bodies");
      return new WorkFile(work.path(), Files.write(bodies, work.bodies()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
