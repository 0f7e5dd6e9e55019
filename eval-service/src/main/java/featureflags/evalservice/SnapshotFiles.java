package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.Scope;
import featureflags.chassis.Log;
import featureflags.json.DeltaShape;
import featureflags.json.InvalidDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The last good snapshots on disk, so that a service that starts while every store is down still
/// answers.
///
/// A file is one line, `feature-flag-snapshot 1 <CRC-32C of the rest, in hex>`, and the snapshot as
/// JSON. It is written beside itself and moved into place, so that a crash leaves the old one or
/// the new one. A file that is damaged is passed over with a warning.
final class SnapshotFiles {
  private static final Log LOG = Log.of(SnapshotFiles.class);
  private static final String MAGIC = "feature-flag-snapshot 1 ";
  private static final String SUFFIX = ".snapshot";

  private final Path directory;

  SnapshotFiles(Path directory) {
    this.directory = directory;
  }

  /// Every snapshot that can be read.
  List<Delta> read() {
    return listed(directory, "*").stream()
        .flatMap(project -> listed(project, "*" + SUFFIX).stream())
        .flatMap(file -> read(file).stream())
        .toList();
  }

  private static List<Path> listed(Path folder, String pattern) {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      files.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warning("snapshots-not-read", "directory", folder, "why", e.toString());
    }
    return found;
  }

  private static Optional<Delta> read(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      int end = MAGIC.length() + 8;
      if (content.length <= end
          || !text(content, 0, end).equals(header(content, end + 1))
          || content[end] != '\n') {
        LOG.warning("snapshot-damaged", "file", file);
        return Optional.empty();
      }
      return Optional.of(
          DeltaShape.readDelta(Arrays.copyOfRange(content, end + 1, content.length)));
    } catch (IOException | InvalidDocument | IllegalArgumentException e) {
      LOG.warning("snapshot-not-read", "file", file, "why", e.toString());
      return Optional.empty();
    }
  }

  /// Replaces the file of the snapshot's environment.
  void write(Snapshot snapshot) throws IOException {
    Path file = file(snapshot.scope());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.createDirectories(file.getParent());
    byte[] body = DeltaShape.write(snapshot.whole());
    byte[] head = (header(body, 0) + "\n").getBytes(StandardCharsets.US_ASCII);
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(head));
      writeFully(channel, ByteBuffer.wrap(body));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private Path file(Scope scope) {
    return directory.resolve(scope.project()).resolve(scope.environment() + SUFFIX);
  }

  private static String header(byte[] content, int from) {
    var crc = new CRC32C();
    crc.update(content, from, content.length - from);
    return MAGIC + "%08x".formatted(crc.getValue());
  }

  private static String text(byte[] content, int from, int to) {
    return new String(content, from, to - from, StandardCharsets.US_ASCII);
  }
}
