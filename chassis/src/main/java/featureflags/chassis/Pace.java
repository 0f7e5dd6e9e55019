package featureflags.chassis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How long a handler has waited for its client to take or to send, and whether that is too long.
///
/// A client may let nobody wait longer than its patience for the next byte. In all it may let wait
/// that long and a second more for every [#SLOWEST] bytes, so that no trickle holds a thread for
/// ever. Only waiting counts: a handler may take its time.
final class Pace {
  /// The bytes that earn a client a second.
  static final long SLOWEST = 64 * 1024;

  private final long patience;
  private long moved;
  private long waited;
  private long since;
  private boolean waiting;

  Pace(Duration patience) {
    this.patience = patience.toNanos();
  }

  /// The handler begins to wait.
  void waits(long now) {
    waiting = true;
    since = now;
  }

  /// The handler goes on.
  void goesOn(long now) {
    count(now);
    waiting = false;
  }

  /// The client took or sent so many bytes.
  void moved(long bytes, long now) {
    moved += bytes;
    count(now);
  }

  private void count(long now) {
    if (waiting) {
      waited += now - since;
      since = now;
    }
  }

  boolean isTooSlow(long now) {
    long present = now - since;
    long earned = TimeUnit.SECONDS.toNanos(moved / SLOWEST);
    return waiting && (present > patience || waited + present > patience + earned);
  }
}
