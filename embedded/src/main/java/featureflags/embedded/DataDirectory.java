package featureflags.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The folder of one server's data, held by this process alone until it is closed.
final class DataDirectory implements AutoCloseable {

  private static final String LOCK = "engine.lock";

  /// Closing any channel of a file gives up the locks that the whole process has on that file, so a
  /// second attempt within one process must not even open it.
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Takes the folder, which is created when missing.
  ///
  /// @throws CannotStart when it cannot be written, or when another engine holds it
  static DataDirectory hold(Path directory) {
    var path = created(directory);
    if (!HELD_BY_THIS_PROCESS.add(path)) {
      throw held(path, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return new DataDirectory(path, locked(path));
    } catch (CannotStart e) {
      HELD_BY_THIS_PROCESS.remove(path);
      throw e;
    }
  }

  /// The absolute path of a file in it.
  Path file(String name) {
    return path.resolve(name);
  }

  /// Its absolute path, free of symbolic links.
  Path path() {
    return path;
  }

  @Override
  public void close() {
    if (!lock.isOpen()) {
      return;
    }
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + path, e);
    } finally {
      HELD_BY_THIS_PROCESS.remove(path);
    }
  }

  private static Path created(Path directory) {
    try {
      return Files.createDirectories(directory).toRealPath();
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  private static FileChannel locked(Path path) {
    FileChannel channel;
    try {
      channel = FileChannel.open(path.resolve(LOCK), CREATE, WRITE);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    try {
      if (channel.tryLock() == null) {
        var holder = Files.readString(path.resolve(LOCK));
        channel.close();
        throw held(path, holder);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
      return channel;
    } catch (IOException e) {
      throw new CannotStart("the data directory %s cannot be locked: %s".formatted(path, e), e);
    }
  }

  private static CannotStart held(Path path, String process) {
    return new CannotStart(
        "another engine (process %s) uses the data directory %s: stop it, or choose another directory"
            .formatted(process, path));
  }

  private static CannotStart unwritable(Path path, IOException cause) {
    return new CannotStart(
        "the data directory %s cannot be written by user '%s': %s"
            .formatted(path.toAbsolutePath(), System.getProperty("user.name"), cause),
        cause);
  }
}
