package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Announcement;
import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import featureflags.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeChannelIT {
  private final RedisServer server = TestStores.freshRedis();
  private final Redis redis = Servers.connect(server);
  private final ChangeChannel channel = new ChangeChannel(redis);
  private final ConcurrentLinkedQueue<Announcement> heard = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void whoListensHearsWhatIsPublishedInOrder() {
    try (var _ = listen()) {
      Await.until("subscribed", Servers.PATIENCE, () -> connections.get() == 1);

      channel.publish(carried(1, "{}"));
      channel.publish(new Announcement.Named(Scope.DEFAULT, 2));

      Await.until("heard", Servers.PATIENCE, () -> heard.size() == 2);
      assertThat(heard).containsExactly(carried(1, "{}"), new Announcement.Named(Scope.DEFAULT, 2));
    }
  }

  @Test
  void aDeltaOfExactlyTheLongestSizeIsCarriedAndALongerOneIsNamed() {
    int rest =
        ChangeChannel.LONGEST_CARRIED
            - featureflags.json.DeltaShape.write(((Announcement.Carried) carried(1, "")).delta())
                .length;
    try (var _ = listen()) {
      Await.until("subscribed", Servers.PATIENCE, () -> connections.get() == 1);

      channel.publish(carried(1, "x".repeat(rest)));
      channel.publish(carried(2, "x".repeat(rest + 1)));

      Await.until("heard", Servers.PATIENCE, () -> heard.size() == 2);
      assertThat(heard)
          .containsExactly(carried(1, "x".repeat(rest)), new Announcement.Named(Scope.DEFAULT, 2));
    }
  }

  @Test
  void aMalformedMessageIsSkipped() {
    try (var _ = listen()) {
      Await.until("subscribed", Servers.PATIENCE, () -> connections.get() == 1);

      for (var message :
          List.of("", "{", "[]", "{\"project\": \"?\", \"environment\": \"e\", \"to\": 1}")) {
        redis.call(
            commands -> commands.publish(Keys.CHANGES, message.getBytes(StandardCharsets.UTF_8)));
      }
      channel.publish(new Announcement.Named(Scope.DEFAULT, 2));

      Await.until("heard", Servers.PATIENCE, () -> !heard.isEmpty());
      assertThat(heard).containsExactly(new Announcement.Named(Scope.DEFAULT, 2));
    }
  }

  @Test
  void aListenerThatFailsIsToldTheNextTime() {
    try (var _ =
        channel.subscribe(
            announcement -> {
              heard.add(announcement);
              if (announcement.revision() == 1) {
                throw new IllegalStateException("the first is too much");
              }
            },
            connections::incrementAndGet)) {
      Await.until("subscribed", Servers.PATIENCE, () -> connections.get() == 1);

      channel.publish(new Announcement.Named(Scope.DEFAULT, 1));
      channel.publish(new Announcement.Named(Scope.DEFAULT, 2));

      Await.until("heard", Servers.PATIENCE, () -> heard.size() == 2);
    }
  }

  @Test
  void aListenerHearsOfEachConnectionAlsoAfterACrash() {
    try (var _ = listen()) {
      Await.until("subscribed", Servers.PATIENCE, () -> connections.get() == 1);

      server.kill();
      server.restart();

      Await.until("subscribed again", Servers.PATIENCE, () -> connections.get() == 2);
      publishWhenBack(new Announcement.Named(Scope.DEFAULT, 3));
      Await.until("heard", Servers.PATIENCE, () -> !heard.isEmpty());
    }
  }

  @Test
  void aListenerMayStartBeforeTheServer() {
    server.kill();
    try (var _ = listen()) {
      assertThat(connections).hasValue(0);

      server.restart();

      Await.until("subscribed", Servers.PATIENCE, () -> connections.get() == 1);
    }
  }

  @Test
  void aListenerThatIsTooSlowIsToldThatItMissedSomething() throws InterruptedException {
    var busy = new CountDownLatch(1);
    try (var _ =
        channel.subscribe(
            announcement -> {
              awaitQuietly(busy);
              heard.add(announcement);
            },
            connections::incrementAndGet)) {
      Await.until("subscribed", Servers.PATIENCE, () -> connections.get() == 1);

      for (int i = 0; i < 1000; i++) {
        channel.publish(new Announcement.Named(Scope.DEFAULT, i));
      }
      busy.countDown();

      Await.until("told", Servers.PATIENCE, () -> connections.get() == 2);
      assertThat(heard).hasSizeLessThan(1000);
    }
  }

  @Test
  void aClosedSubscriptionHearsNothingMore() {
    var subscription = listen();
    Await.until("subscribed", Servers.PATIENCE, () -> connections.get() == 1);

    subscription.close();

    Await.until(
        "unsubscribed",
        Servers.PATIENCE,
        () -> redis.call(commands -> commands.pubsubNumsub(Keys.CHANGES)).containsValue(0L));
  }

  private Subscription listen() {
    return channel.subscribe(heard::add, connections::incrementAndGet);
  }

  private void publishWhenBack(Announcement announcement) {
    Await.until(
        "published",
        Servers.PATIENCE,
        () -> {
          try {
            channel.publish(announcement);
            return true;
          } catch (Unavailable _) {
            return false;
          }
        });
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Announcement carried(long to, String text) {
    return new Announcement.Carried(
        new Delta(
            Scope.DEFAULT,
            to - 1,
            to,
            List.of(new Document("checkout", 1, text)),
            List.of(new DocumentName.OfFlag("old"))));
  }
}
