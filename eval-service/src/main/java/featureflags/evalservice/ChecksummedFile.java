package featureflags.evalservice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/// A file whose first line says what it is, and the CRC-32C of the rest in hex. It is written
/// beside itself and moved into place, so that a crash leaves the old one or the new one.
final class ChecksummedFile {
  private ChecksummedFile() {}

  /// Writes what stands behind the first line.
  @FunctionalInterface
  interface Body {
    void to(OutputStream out) throws IOException;
  }

  static void write(Path file, String magic, Body body) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var checksum = new CRC32C();
      channel.position(head(magic, 0).length);
      var out =
          new CheckedOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), checksum);
      body.to(out);
      out.flush();
      ByteBuffer head = ByteBuffer.wrap(head(magic, checksum.getValue()));
      while (head.hasRemaining()) {
        channel.write(head, head.position());
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Where the rest starts in a file's content.
  ///
  /// @throws IllegalArgumentException when it is another file, or damaged
  static int start(byte[] content, String magic) {
    int start = head(magic, 0).length;
    if (content.length <= start) {
      throw new IllegalArgumentException("it is too short");
    }
    var checksum = new CRC32C();
    checksum.update(content, start, content.length - start);
    String head = new String(content, 0, start, US_ASCII);
    if (!head.equals(new String(head(magic, checksum.getValue()), US_ASCII))) {
      throw new IllegalArgumentException("it is damaged, or of another format");
    }
    return start;
  }

  private static byte[] head(String magic, long checksum) {
    return "%s%08x\n".formatted(magic, checksum).getBytes(US_ASCII);
  }
}
