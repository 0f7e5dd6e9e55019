package featureflags.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's own programs for this platform, and how this user can run them.
///
/// PostgreSQL refuses to run as root. Root runs it inside a user namespace of its own, where the
/// same user has no name and no power: files still belong to root, and nothing needs another
/// account.
record PostgresPrograms(Path bin, List<String> prefix) {

  private static final List<String> AS_NOBODY = List.of("unshare", "--user");
  private static final int EXECUTABLE = 0111;

  /// Unpacks the programs if this was not done before.
  ///
  /// @throws CannotStart when the platform has none, or when this user cannot run them
  static PostgresPrograms unpacked() {
    var platform = Platform.here();
    var home =
        Cache.ofThisUser()
            .unpacked(platform.postgresArchive(), PostgresPrograms::untar)
            .orElseThrow(() -> platform.unsupported("PostgreSQL"));
    return new PostgresPrograms(home.resolve("bin"), wayToRun());
  }

  /// Runs one of them to its end in a directory.
  Command run(Path directory, String program, List<String> arguments) {
    var words = new ArrayList<>(prefix);
    words.add(bin.resolve(program).toString());
    words.addAll(arguments);
    try {
      return Command.run(directory, words);
    } catch (IOException e) {
      throw new CannotStart("PostgreSQL's %s cannot be run: %s".formatted(program, e), e);
    }
  }

  private static List<String> wayToRun() {
    try {
      if (!Command.run(Path.of("/"), List.of("id", "-u")).output().equals("0")) {
        return List.of();
      }
    } catch (IOException e) {
      throw new CannotStart("cannot tell whether this is root: " + e, e);
    }
    var words = new ArrayList<>(AS_NOBODY);
    words.add("true");
    try {
      var attempt = Command.run(Path.of("/"), words);
      if (attempt.succeeded()) {
        return AS_NOBODY;
      }
      throw notAsRoot(attempt.output());
    } catch (IOException e) {
      throw notAsRoot(e.toString());
    }
  }

  static CannotStart notAsRoot(String cause) {
    return new CannotStart(
        "PostgreSQL refuses to run as root, and the user namespace that gets around it is forbidden"
            + " here (%s). Run as an ordinary user; or allow user namespaces".formatted(cause)
            + " (in Docker: --security-opt seccomp=unconfined; on the host: sysctl"
            + " user.max_user_namespaces above 0)");
  }

  private static void untar(Path folder, InputStream archive) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          if ((entry.getMode() & EXECUTABLE) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + file);
          }
        }
      }
    }
  }
}
