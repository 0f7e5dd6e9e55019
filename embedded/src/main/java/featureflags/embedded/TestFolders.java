package featureflags.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The temporary folder whose folders, each named for a JVM's process id, hold test servers' data.
record TestFolders(Path parent) {

  static TestFolders ofThisUser() {
    var name = "feature-flag-engine-tests-" + System.getProperty("user.name");
    return new TestFolders(Path.of(System.getProperty("java.io.tmpdir")).resolve(name));
  }

  /// A new folder of this JVM.
  Path create() {
    try {
      Files.createDirectories(parent);
      return Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops the servers of JVMs that were killed, and deletes what they left.
  void sweep() {
    for (var folder : abandoned()) {
      for (var store : List.of("postgres", "redis")) {
        try (var directory = DataDirectory.hold(folder.resolve(store))) {
          PostgresServer.stopLeftover(directory);
          RedisServer.stopLeftover(directory);
        }
      }
      Folders.delete(folder);
    }
  }

  private List<Path> abandoned() {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (var folders = Files.list(parent)) {
      return folders.filter(folder -> !isOfLiveProcess(folder)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfLiveProcess(Path folder) {
    var pid = folder.getFileName().toString().split("-", 2)[0];
    return ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }
}
