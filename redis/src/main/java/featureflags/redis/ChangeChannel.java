package featureflags.redis;

import featureflags.catalog.Announcement;
import featureflags.catalog.Delta;
import featureflags.catalog.Unavailable;
import featureflags.json.DeltaShape;
import java.util.function.Consumer;

/// Tells every evaluator at once what changed. Nobody is promised to hear it: whoever listens must
/// also compare revisions from time to time.
public final class ChangeChannel {
  /// The longest delta that is sent whole, in bytes of JSON.
  public static final int LONGEST_CARRIED = 256 * 1024;

  private static final byte[] NOTHING = {};

  private final Redis redis;

  /// The channel on that server.
  public ChangeChannel(Redis redis) {
    this.redis = redis;
  }

  /// Tells everybody who listens now. What is too long to carry is only named.
  ///
  /// @throws Unavailable when Redis does not take it
  public void publish(Announcement announcement) {
    byte[] message = message(announcement);
    redis.call(commands -> commands.publish(Keys.CHANGES, message));
  }

  private static byte[] message(Announcement announcement) {
    return switch (announcement) {
      case Announcement.Carried(Delta delta) -> {
        byte[] whole = isTooLong(delta) ? NOTHING : DeltaShape.write(delta);
        yield 0 < whole.length && whole.length <= LONGEST_CARRIED
            ? whole
            : DeltaShape.write(new Announcement.Named(delta.scope(), delta.to()));
      }
      case Announcement.Named named -> DeltaShape.write(named);
    };
  }

  /// Whether the texts alone are too long, which tells without writing tens of megabytes.
  private static boolean isTooLong(Delta delta) {
    return delta.changed().stream().mapToLong(document -> document.text().length()).sum()
        > LONGEST_CARRIED;
  }

  /// Listens until the subscription is closed. Needs no server to start: it goes on trying.
  ///
  /// Both are called on one thread of the subscription's own, one call at a time, in the order of
  /// the channel, and may block. A message that cannot be read is logged and skipped.
  ///
  /// @param listener hears every announcement
  /// @param reconnected called when announcements may have been missed: after the first and every
  ///   later connection to the server, and when the listener was too slow
  public Subscription subscribe(Consumer<Announcement> listener, Runnable reconnected) {
    return Subscription.start(redis, listener, reconnected);
  }
}
