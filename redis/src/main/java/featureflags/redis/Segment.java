package featureflags.redis;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A file of the spool: entries one after the other, taken out from the front, put in at the end.
///
/// An entry is its length, how many events it holds, a checksum of both and of the content, and the
/// content. Whatever does not check ends the file.
final class Segment {
  private static final int HEADER = 3 * Integer.BYTES;
  private static final System.Logger LOG = System.getLogger(Segment.class.getName());

  private final Path path;
  private final FileChannel file;
  private long first;
  private long end;
  private long events;

  private Segment(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  static Segment create(Path path) throws IOException {
    return new Segment(
        path,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  /// Opens what another process left, and cuts off what it did not finish writing.
  static Segment recover(Path path) throws IOException {
    var segment =
        new Segment(
            path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    long length = segment.file.size();
    Optional<Packed> entry = segment.read(0, length);
    while (entry.isPresent()) {
      segment.end += size(entry.get());
      segment.events += entry.get().events();
      entry = segment.read(segment.end, length);
    }
    if (segment.end < length) {
      LOG.log(Level.WARNING, "event=spool-torn file={0} bytes={1}", path, length - segment.end);
      segment.file.truncate(segment.end);
    }
    return segment;
  }

  /// How many bytes an entry takes.
  static long size(Packed entry) {
    return (long) HEADER + entry.payload().length;
  }

  long length() {
    return end;
  }

  long events() {
    return events;
  }

  boolean isEmpty() {
    return first == end;
  }

  /// Puts an entry in at the end. When that fails, the segment is as it was: the next entry is
  /// written over what there is of this one.
  void append(Packed entry) throws IOException {
    var bytes = ByteBuffer.allocate((int) size(entry));
    bytes
        .putInt(entry.payload().length)
        .putInt(entry.events())
        .putInt(checksum(entry.events(), entry.payload()));
    bytes.put(entry.payload()).flip();
    long position = end;
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
    end = position;
    events += entry.events();
  }

  /// The entries at the front, in order, none of them removed.
  ///
  /// @param count how many at most
  /// @param bytes how many bytes at most, but always one entry
  /// @throws IOException when one cannot be read any more
  List<Packed> first(int count, long bytes) throws IOException {
    var entries = new ArrayList<Packed>();
    long position = first;
    while (position < end
        && entries.size() < count
        && (position == first || position - first < bytes)) {
      Packed entry =
          read(position, end).orElseThrow(() -> new IOException("%s is damaged".formatted(path)));
      entries.add(entry);
      position += size(entry);
    }
    return entries;
  }

  /// Removes the entry at the front.
  void remove(Packed entry) {
    first += size(entry);
    events -= entry.events();
  }

  void delete() throws IOException {
    file.close();
    Files.delete(path);
  }

  void close() throws IOException {
    file.close();
  }

  /// The entry at a position; empty when there is no whole one before the limit.
  private Optional<Packed> read(long position, long limit) throws IOException {
    var header = ByteBuffer.allocate(HEADER);
    if (position + HEADER > limit) {
      return Optional.empty();
    }
    fill(header, position);
    int length = header.getInt();
    int count = header.getInt();
    int checksum = header.getInt();
    if (length < 0 || count < 1 || length > limit - position - HEADER) {
      return Optional.empty();
    }
    byte[] content = new byte[length];
    fill(ByteBuffer.wrap(content), position + HEADER);
    return checksum(count, content) == checksum
        ? Optional.of(new Packed(content, count, List.of()))
        : Optional.empty();
  }

  private void fill(ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      int read = file.read(buffer, position + buffer.position());
      if (read < 0) {
        throw new EOFException("%s is shorter than it was".formatted(path));
      }
    }
    buffer.flip();
  }

  private static int checksum(int events, byte[] content) {
    var checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(events).flip());
    checksum.update(content);
    return (int) checksum.getValue();
  }
}
