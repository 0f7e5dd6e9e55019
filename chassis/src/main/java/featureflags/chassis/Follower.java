package featureflags.chassis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// A client that follows a feed. All of it happens on its loop's thread.
final class Follower {
  private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

  /// So many pings in the time for which a connection may be idle keep those on the way from taking
  /// it for dead.
  private static final int PINGS = 5;

  private static final int LEAST_RETRY_MILLIS = 1_000;
  private static final int MOST_RETRY_MILLIS = 3_000;

  private final Loop loop;
  private final Reply reply;
  private final Feed feed;
  private final Runnable drop;
  private final Duration pause;
  private long sentAt;

  /// @param drop ends the connection
  Follower(Loop loop, Reply reply, Feed feed, Runnable drop) {
    this.loop = loop;
    this.reply = reply;
    this.feed = feed;
    this.drop = drop;
    this.pause = loop.config.patience().idle().dividedBy(PINGS);
  }

  /// Begins to follow. Whatever is published from now on is sent behind what is here the first.
  void join(Response answer, Response.Followed followed) {
    feed.join(loop, this);
    reply.begin(answer);
    send(retry());
    followed.first().get().ifPresent(event -> send(event.bytes()));
  }

  /// Clients that lose their connections together do not come back together.
  private static byte[] retry() {
    int millis = ThreadLocalRandom.current().nextInt(LEAST_RETRY_MILLIS, MOST_RETRY_MILLIS);
    return "retry: %d\n\n".formatted(millis).getBytes(StandardCharsets.UTF_8);
  }

  void send(byte[] bytes) {
    sentAt = loop.now();
    if (!reply.push(bytes)) {
      drop.run();
    }
  }

  void sweep() {
    if (loop.now() - sentAt > pause.toNanos()) {
      send(PING);
    }
  }

  void leave() {
    feed.leave(loop, this);
  }
}
