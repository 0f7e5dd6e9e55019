package featureflags.chassis;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// An answer's body on its way from the thread that writes it to the event loop, which sends it in
/// parts. Not more than [#FULL] bytes are under way: then the writer waits for the client.
final class Outflow extends OutputStream {
  /// Where the parts go.
  @FunctionalInterface
  interface Sink {
    /// Sends a part and tells [#left] when it has left.
    void send(byte[] part) throws StreamCut;
  }

  private static final int FULL = 256 * 1024;
  private static final int PART = 16 * 1024;
  private static final byte[] NOTHING = {};

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Sink sink;
  private final Pace pace;
  private byte[] part = NOTHING;
  private int filled;
  private int underWay;
  private boolean begun;
  private Optional<String> cut = Optional.empty();

  Outflow(Duration patience, Sink sink) {
    this.pace = new Pace(patience);
    this.sink = sink;
  }

  /// So many bytes have left.
  void left(int bytes) {
    lock.lock();
    try {
      underWay -= bytes;
      pace.moved(bytes, System.nanoTime());
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// No more will leave.
  void cut(String why) {
    lock.lock();
    try {
      if (cut.isEmpty()) {
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

  /// Whether anything has been sent.
  boolean hasBegun() {
    return begun;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    if (part.length == 0) {
      part = new byte[PART];
    }
    int done = 0;
    while (done < length) {
      int fits = Math.min(length - done, PART - filled);
      System.arraycopy(from, offset + done, part, filled, fits);
      filled += fits;
      done += fits;
      if (filled == PART) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      byte[] full = Arrays.copyOf(part, filled);
      filled = 0;
      awaitAtMost(FULL - full.length, full.length);
      begun = true;
      sink.send(full);
    }
  }

  /// Sends the rest and returns when all has left.
  void finish() throws IOException {
    flush();
    awaitAtMost(0, 0);
  }

  private void awaitAtMost(int bound, int more) throws StreamCut {
    lock.lock();
    try {
      if (underWay > bound) {
        pace.waits(System.nanoTime());
        while (underWay > bound && cut.isEmpty()) {
          changed.awaitUninterruptibly();
        }
        pace.goesOn(System.nanoTime());
      }
      if (cut.isPresent()) {
        throw new StreamCut(cut.get());
      }
      underWay += more;
    } finally {
      lock.unlock();
    }
  }
}
