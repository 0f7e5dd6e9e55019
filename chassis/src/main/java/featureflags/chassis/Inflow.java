package featureflags.chassis;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A request's body on its way from the event loop, which puts in what arrives, to the thread of a
/// handler, which reads it.
///
/// It holds about [#FULL] bytes: then the loop stops reading from the client, and goes on when half
/// of it has been read. (The codec may hold about a mebibyte more, which one read of a socket can
/// bring.)
final class Inflow extends InputStream {
  /// What brings more bytes.
  @FunctionalInterface
  interface More {
    /// Lets the client go on.
    void ask() throws StreamCut;
  }

  private static final int FULL = 256 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteQueue bytes = new ByteQueue();
  private final More more;
  private final Pace pace;
  private boolean resting;
  private boolean ended;
  private Optional<String> cut = Optional.empty();

  /// @param resting whether the client sends nothing before it is asked to
  Inflow(Duration patience, boolean resting, More more) {
    this.pace = new Pace(patience);
    this.resting = resting;
    this.more = more;
  }

  /// Puts in a piece and tells whether the client may go on at once.
  boolean take(Buffer piece) {
    lock.lock();
    try {
      bytes.add(piece);
      pace.moved(piece.length(), System.nanoTime());
      changed.signal();
      resting |= bytes.size() >= FULL;
      return !resting;
    } finally {
      lock.unlock();
    }
  }

  /// The body is whole.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The body will never be whole, unless it is.
  void cut(String why) {
    lock.lock();
    try {
      if (!ended && cut.isEmpty()) {
        cut = Optional.of(why);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isTooSlow(long now) {
    lock.lock();
    try {
      return pace.isTooSlow(now);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, to.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      ask();
      await();
      if (cut.isPresent()) {
        throw new StreamCut(cut.get());
      }
      return bytes.size() == 0 ? -1 : bytes.take(to, from, length);
    } finally {
      lock.unlock();
    }
  }

  private void ask() throws StreamCut {
    if (resting && bytes.size() <= FULL / 2) {
      resting = false;
      more.ask();
    }
  }

  private void await() {
    if (isDry()) {
      pace.waits(System.nanoTime());
      while (isDry()) {
        changed.awaitUninterruptibly();
      }
      pace.goesOn(System.nanoTime());
    }
  }

  private boolean isDry() {
    return bytes.size() == 0 && !ended && cut.isEmpty();
  }
}
