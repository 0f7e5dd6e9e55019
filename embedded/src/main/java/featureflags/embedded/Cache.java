package featureflags.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// The folder of the unpacked programs, which all data directories and all runs share.
///
/// Each content has a folder named for its hash: a new version never meets an old one. A folder
/// appears whole, by renaming, so that two processes may unpack at once.
record Cache(Path folder) {

  /// How a resource becomes files in an empty folder.
  @FunctionalInterface
  interface Unpacking {
    void into(Path folder, InputStream content) throws IOException;
  }

  /// The user's own cache, which nobody else can plant programs in: `$XDG_CACHE_HOME`, else
  /// `~/.cache`.
  static Cache ofThisUser() {
    var xdg = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).map(Path::of);
    var caches =
        xdg.filter(Path::isAbsolute)
            .orElseGet(() -> Path.of(System.getProperty("user.home")).resolve(".cache"));
    return new Cache(caches.resolve("feature-flag-engine"));
  }

  /// The folder with the unpacked resource, or nothing when there is no such resource.
  ///
  /// @throws CannotStart when the cache cannot be written
  Optional<Path> unpacked(String name, Unpacking unpacking) {
    try (var resource = Cache.class.getClassLoader().getResourceAsStream(name)) {
      if (resource == null) {
        return Optional.empty();
      }
      var content = resource.readAllBytes();
      var home = folder.resolve(Path.of(name).getFileName() + "-" + hash(content));
      if (!Files.isDirectory(home)) {
        unpack(content, home, unpacking);
      }
      return Optional.of(home);
    } catch (IOException e) {
      throw new CannotStart(
          "the servers' programs cannot be unpacked into %s (XDG_CACHE_HOME moves it): %s"
              .formatted(folder, e),
          e);
    }
  }

  private void unpack(byte[] content, Path home, Unpacking unpacking) throws IOException {
    Files.createDirectories(folder);
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    var unfinished =
        Files.createTempDirectory(
            folder, "unfinished-", PosixFilePermissions.asFileAttribute(ownerOnly));
    try {
      unpacking.into(unfinished, new ByteArrayInputStream(content));
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Folders.delete(unfinished);
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static String hash(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
