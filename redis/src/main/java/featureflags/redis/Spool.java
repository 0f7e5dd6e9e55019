package featureflags.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Entries that wait on disk for Redis, first in, first out, within a bound.
///
/// What was put in has left the process: it survives `kill -9`. It is not forced to the disk, since
/// a machine that loses power loses its memory queue as well. Entries are taken out of the front
/// file in memory only, so that after a crash some come again. Used by one thread.
final class Spool implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Spool.class.getName());
  private static final long LONGEST_SEGMENT = 4L * 1024 * 1024;
  private static final Pattern SEGMENT = Pattern.compile("\\d{19}\\.spool");

  private final Path directory;
  private final long maxBytes;
  private final FileChannel lock;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private long nextNumber;
  private long bytes;
  private long events;
  private boolean refusing;

  private Spool(Path directory, long maxBytes, FileChannel lock) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.lock = lock;
  }

  /// Opens the directory, which is made when missing, with what is in it.
  ///
  /// @throws IllegalStateException when somebody else has it open
  /// @throws UncheckedIOException when it cannot be used
  static Spool open(Path directory, long maxBytes) {
    try {
      Files.createDirectories(directory);
      var spool = new Spool(directory, maxBytes, lock(directory));
      try {
        spool.recover();
      } catch (IOException | RuntimeException e) {
        spool.close();
        throw e;
      }
      return spool;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the spool directory '%s' cannot be used".formatted(directory), e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    var file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean ours = false;
    try {
      ours = file.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      // Held in this very process: not ours either.
    } finally {
      if (!ours) {
        file.close();
      }
    }
    if (!ours) {
      throw new IllegalStateException(
          "the spool directory '%s' is in use by another process".formatted(directory));
    }
    return file;
  }

  private void recover() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files =
          all.filter(file -> SEGMENT.matcher(file.getFileName().toString()).matches())
              .sorted()
              .toList();
    }
    for (Path file : files) {
      nextNumber = Long.parseLong(file.getFileName().toString(), 0, 19, 10) + 1;
      var segment = Segment.recover(file);
      if (segment.isEmpty()) {
        segment.delete();
      } else {
        segments.addLast(segment);
        bytes += segment.length();
        events += segment.events();
      }
    }
  }

  /// An entry has at least one event; there may be a file of which no entry could be written.
  boolean isEmpty() {
    return events == 0;
  }

  /// How many events are in it.
  long events() {
    return events;
  }

  /// How long its files are together.
  long bytes() {
    return bytes;
  }

  /// Puts an entry in behind all others; false when there is no room, or the disk refuses.
  boolean append(Packed entry) {
    long size = Segment.size(entry);
    if (bytes + size > maxBytes) {
      return false;
    }
    try {
      writable().append(entry);
    } catch (IOException e) {
      if (!refusing) {
        LOG.log(Level.WARNING, "event=spool-refused directory={0} error={1}", directory, e);
      }
      refusing = true;
      return false;
    }
    refusing = false;
    bytes += size;
    events += entry.events();
    return true;
  }

  /// The last file, or a new one when that is long enough: room comes back file by file.
  private Segment writable() throws IOException {
    Segment last = segments.peekLast();
    if (last == null || last.length() >= Math.min(LONGEST_SEGMENT, maxBytes / 8)) {
      Path file = directory.resolve("%019d.spool".formatted(nextNumber));
      nextNumber++;
      last = Segment.create(file);
      segments.addLast(last);
    }
    return last;
  }

  /// The entries at the front, in order, none of them removed; empty when the spool is.
  ///
  /// @param count how many at most; there may be more than come at once
  /// @param maxLength how many bytes at most, but always one entry
  /// @throws IOException when the front file cannot be read: see [#skip()]
  List<Packed> first(int count, long maxLength) throws IOException {
    Segment front = segments.peekFirst();
    return front == null ? List.of() : front.first(count, maxLength);
  }

  /// Removes the entry at the front.
  void remove(Packed entry) {
    Segment front = segments.getFirst();
    front.remove(entry);
    events -= entry.events();
    if (front.isEmpty()) {
      forget(front);
    }
  }

  /// Removes the whole front file, which cannot be read any more.
  ///
  /// @return how many events are lost with it
  long skip() {
    Segment front = segments.getFirst();
    long lost = front.events();
    events -= lost;
    forget(front);
    return lost;
  }

  private void forget(Segment front) {
    segments.removeFirst();
    bytes -= front.length();
    try {
      front.delete();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=spool-undeletable directory={0} error={1}", directory, e);
    }
  }

  /// Closes the files, and lets others use the directory.
  @Override
  public void close() {
    try {
      for (Segment segment : segments) {
        segment.close();
      }
      lock.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=spool-unclosable directory={0} error={1}", directory, e);
    }
  }
}
