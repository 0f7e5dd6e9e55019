package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.EventCounts;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import featureflags.engine.Value;
import featureflags.json.StreamEntryShape;
import featureflags.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSenderIT {
  private static final Duration DEADLINE = Duration.ofMillis(500);

  @TempDir Path directory;

  private final RedisServer server = TestStores.freshRedis();
  private final Redis redis = new Redis(Servers.address(server), DEADLINE);
  private final EvaluationStream stream = new EvaluationStream(redis);

  @AfterEach
  void close() {
    stream.close();
    redis.close();
  }

  @Test
  void inCalmEventsArrivePackedInOrderAndExactlyOnce() {
    try (var sender = sender()) {
      for (int i = 0; i < 20_000; i++) {
        sender.accept(Events.event(i));
      }
      Await.until("sent", Servers.PATIENCE, () -> sender.counts().waiting() == 0);

      var entries = Events.drainEntries(stream);
      assertThat(Events.numbers(entries)).isEqualTo(Events.numbers(0, 20_000));
      assertThat(entries).hasSizeLessThan(500);
      assertThat(sender.counts()).isEqualTo(new EventCounts(20_000, 20_000, 0, 0));
    }
  }

  @Test
  void aLoneEventDoesNotWaitForCompany() {
    try (var sender = sender()) {
      sender.accept(Events.event(0));

      Await.until("sent", Servers.PATIENCE, () -> sender.counts().sent() == 1);
    }
  }

  @Test
  void aSenderThatFellAsleepIsWoken() {
    try (var sender = sender()) {
      sender.accept(Events.event(0));
      Await.until("sent", Servers.PATIENCE, () -> sender.counts().sent() == 1);
      Await.until("asleep", Servers.PATIENCE, sender::isAsleep);

      sender.accept(Events.event(1));

      Await.until("sent", Servers.PATIENCE, () -> sender.counts().sent() == 2);
    }
  }

  @Test
  void anEventOfNearly64KiBArrives() {
    var attributes = Map.<String, Value>of("plan", new Value.Text("€".repeat(21_000)));
    try (var sender = sender()) {
      var event = Events.event(0, "user", attributes);

      assertThat(sender.handOver(event).toCompletableFuture().join()).isEqualTo(Fate.SENT);

      var entry = stream.read("worker", 1, Duration.ofSeconds(1)).getFirst();
      assertThat(StreamEntryShape.unpack(entry.payload()).events()).isEqualTo(event.events());
    }
  }

  @Test
  void whoHandsAnEventOverHearsThatItIsInTheStream() {
    try (var sender = sender()) {
      var fates = new ArrayList<CompletableFuture<Fate>>();
      for (int i = 0; i < 1000; i++) {
        fates.add(sender.handOver(Events.event(i)).toCompletableFuture());
      }

      assertThat(fates).allMatch(fate -> fate.join() == Fate.SENT);
      assertThat(Events.drain(stream)).isEqualTo(Events.numbers(0, 1000));
    }
  }

  @Test
  void whoHandsAnEventOverWhileRedisIsAwayHearsThatItIsOnDisk() {
    server.kill();
    try (var sender = sender()) {
      assertThat(sender.handOver(Events.event(0)).toCompletableFuture().join())
          .isEqualTo(Fate.SPOOLED);
      assertThat(sender.counts()).isEqualTo(new EventCounts(1, 0, 1, 0));

      server.restart();

      Await.until("sent", Servers.PATIENCE, () -> sender.counts().sent() == 1);
      assertThat(sender.counts()).isEqualTo(new EventCounts(1, 1, 0, 0));
      assertThat(Events.drain(stream)).containsExactly(0);
    }
  }

  /// `OOM command not allowed when used memory > 'maxmemory'`.
  @Test
  void whatAFullServerRefusesWaitsOnDiskUntilItHasRoom() {
    whatIsRefusedWaits(
        () -> redis.call(commands -> commands.configSet("maxmemory", "1")),
        () -> redis.call(commands -> commands.configSet("maxmemory", "0")));
  }

  /// `READONLY You can't write against a read only replica.`
  @Test
  void whatAReplicaRefusesWaitsOnDiskUntilItLeads() {
    whatIsRefusedWaits(() -> server.follow(1), server::lead);
  }

  private void whatIsRefusedWaits(Runnable refuse, Runnable heal) {
    try (var sender = sender()) {
      sender.handOver(Events.event(0)).toCompletableFuture().join();
      refuse.run();
      try {
        for (int i = 1; i < 20; i++) {
          assertThat(sender.handOver(Events.event(i)).toCompletableFuture())
              .succeedsWithin(Servers.PATIENCE)
              .isEqualTo(Fate.SPOOLED);
        }
        assertThat(sender.counts()).isEqualTo(new EventCounts(20, 1, 19, 0));
      } finally {
        heal.run();
      }

      Await.until("sent", Servers.PATIENCE, () -> sender.counts().sent() == 20);
      assertThat(sender.counts()).isEqualTo(new EventCounts(20, 20, 0, 0));
      assertThat(Events.drain(stream)).isEqualTo(Events.numbers(0, 20));
    }
  }

  @Test
  void aServerThatHangsSendsEventsToTheDiskWithinTheDeadline() {
    try (var sender = sender()) {
      sender.handOver(Events.event(0)).toCompletableFuture().join();
      server.pause();

      var fates = new ArrayList<CompletableFuture<Fate>>();
      for (int i = 1; i < 5000; i++) {
        fates.add(sender.handOver(Events.event(i)).toCompletableFuture());
      }
      assertThat(fates)
          .allSatisfy(fate ->
              assertThat(fate).succeedsWithin(Duration.ofSeconds(3)).isEqualTo(Fate.SPOOLED));

      server.resume();
      Await.until("sent", Servers.PATIENCE, () -> sender.counts().waiting() == 0);
      assertThat(new HashSet<>(Events.drain(stream)))
          .containsExactlyInAnyOrderElementsOf(Events.numbers(0, 5000));
    }
  }

  @Test
  void whileEventsFlowRedisMayDieAndComeBack() throws Exception {
    var flowing = new AtomicBoolean(true);
    var accepted = new ArrayList<Integer>();
    try (var sender = sender()) {
      var flow =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; flowing.get() || i % 100 != 0; i++) {
                  sender.accept(Events.event(i));
                  accepted.add(i);
                  if (i % 100 == 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
                  }
                }
              });
      for (int round = 0; round < 3; round++) {
        long sentBefore = sender.counts().sent();
        Await.until("flowing", Servers.PATIENCE, () -> sender.counts().sent() > sentBefore + 2000);
        server.kill();
        Await.until("on disk", Servers.PATIENCE, () -> sender.counts().spooled() > 2000);
        server.restart();
        Await.until("healed", Servers.PATIENCE, () -> sender.counts().spooled() == 0);
      }
      flowing.set(false);
      flow.join();
      Await.until("sent", Servers.PATIENCE, () -> sender.counts().waiting() == 0);

      assertThat(sender.counts())
          .isEqualTo(new EventCounts(accepted.size(), accepted.size(), 0, 0));
      assertThat(new HashSet<>(Events.drain(stream))).isEqualTo(new HashSet<>(accepted));
    }
  }

  @Test
  void theNextProcessSendsWhatAnEarlierOneLeftOnDisk() {
    server.kill();
    try (var sender = sender()) {
      for (int i = 0; i < 3000; i++) {
        sender.accept(Events.event(i));
      }
    }
    server.restart();

    try (var sender = sender()) {
      sender.accept(Events.event(3000));
      Await.until("sent", Servers.PATIENCE, () -> sender.counts().waiting() == 0);

      assertThat(sender.counts()).isEqualTo(new EventCounts(3001, 3001, 0, 0));
      assertThat(Events.drain(stream)).isEqualTo(Events.numbers(0, 3001));
    }
  }

  /// What a killed process leaves: files as they were at that moment, the last entry half written.
  @Test
  void theNextProcessSendsWhatAKilledOneLeftOnDisk() throws Exception {
    server.kill();
    Path left = directory.resolve("left");
    Files.createDirectories(left);
    try (var sender = sender()) {
      for (int i = 0; i < 100; i++) {
        sender.handOver(Events.event(i)).toCompletableFuture().join();
      }
      try (var files = Files.list(directory.resolve("spool"))) {
        for (Path file : files.toList()) {
          Files.copy(file, left.resolve(file.getFileName()));
        }
      }
    }
    try (var files = Files.list(left)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".spool")).toList()) {
        Files.write(file, new byte[] {0, 0, 1, 0, 0, 0}, StandardOpenOption.APPEND);
      }
    }
    server.restart();

    try (var sender = new EventSender(redis, EventSettings.in(left))) {
      Await.until("sent", Servers.PATIENCE, () -> sender.counts().sent() == 100);
      assertThat(Events.drain(stream)).isEqualTo(Events.numbers(0, 100));
    }
  }

  @Test
  void whatAFullSpoolDoesNotTakeIsCountedExactly() {
    server.kill();
    var settings =
        new EventSettings(directory.resolve("spool"), 4 << 20, 65_536, 0, Duration.ofSeconds(1));
    var attributes = Map.<String, Value>of("long", new Value.Text("x".repeat(8 * 1024)));
    try (var sender = new EventSender(redis, settings)) {
      var fates = new ArrayList<CompletableFuture<Fate>>();
      for (int i = 0; i < 2000; i++) {
        fates.add(sender.handOver(Events.event(i, "user", attributes)).toCompletableFuture());
      }
      var told = fates.stream().map(CompletableFuture::join).toList();
      long spooled = told.stream().filter(fate -> fate == Fate.SPOOLED).count();

      assertThat(spooled).isPositive().isLessThan(2000);
      assertThat(sender.counts()).isEqualTo(new EventCounts(2000, 0, spooled, 2000 - spooled));

      server.restart();
      Await.until("sent", Servers.PATIENCE, () -> sender.counts().spooled() == 0);
      assertThat(sender.counts()).isEqualTo(new EventCounts(2000, spooled, 0, 2000 - spooled));
      var arrived = new HashSet<>(Events.drain(stream));
      for (int i = 0; i < 2000; i++) {
        assertThat(arrived.contains(i)).isEqualTo(told.get(i) == Fate.SPOOLED);
      }
    }
  }

  @Test
  void whatAFullQueueDoesNotTakeIsCountedExactly() {
    var settings =
        new EventSettings(directory.resolve("spool"), 4 << 20, 16, 0, Duration.ofSeconds(1));
    try (var sender = new EventSender(redis, settings)) {
      var fates = new ArrayList<CompletableFuture<Fate>>();
      for (int i = 0; i < 50_000; i++) {
        fates.add(sender.handOver(Events.event(i)).toCompletableFuture());
      }
      var arrived = new ArrayList<Integer>();
      for (int i = 0; i < fates.size(); i++) {
        if (fates.get(i).join() == Fate.SENT) {
          arrived.add(i);
        }
      }

      assertThat(arrived).hasSizeLessThan(50_000);
      assertThat(sender.counts())
          .isEqualTo(new EventCounts(50_000, arrived.size(), 0, 50_000 - arrived.size()));
      assertThat(Events.drain(stream)).isEqualTo(arrived);
    }
  }

  @Test
  void anEventThatCannotBeWrittenIsDroppedAlone() {
    try (var sender = sender()) {
      var broken = sender.handOver(Events.tooDeep(0));
      var sound = sender.handOver(Events.event(1));

      assertThat(broken.toCompletableFuture().join()).isEqualTo(Fate.DROPPED);
      assertThat(sound.toCompletableFuture().join()).isEqualTo(Fate.SENT);
      assertThat(sender.counts()).isEqualTo(new EventCounts(2, 1, 0, 1));
    }
  }

  @Test
  void closingSendsWhatWaits() {
    var sender = sender();
    for (int i = 0; i < 10_000; i++) {
      sender.accept(Events.event(i));
    }
    sender.close();

    assertThat(sender.counts()).isEqualTo(new EventCounts(10_000, 10_000, 0, 0));
    assertThat(Events.drain(stream)).isEqualTo(Events.numbers(0, 10_000));
  }

  @Test
  void closingWhileRedisHangsLeavesTheRestOnDisk() {
    var settings =
        new EventSettings(directory.resolve("spool"), 1 << 24, 65_536, 0, Duration.ofMillis(100));
    var sender = new EventSender(redis, settings);
    sender.handOver(Events.event(0)).toCompletableFuture().join();
    server.pause();
    for (int i = 1; i < 10_000; i++) {
      sender.accept(Events.event(i));
    }
    sender.close();
    assertThat(sender.counts()).isEqualTo(new EventCounts(10_000, 1, 9_999, 0));

    server.resume();
    try (var next = sender()) {
      Await.until("sent", Servers.PATIENCE, () -> next.counts().sent() == 9_999);
      assertThat(new HashSet<>(Events.drain(stream)))
          .isEqualTo(new HashSet<>(Events.numbers(0, 10_000)));
    }
  }

  @Test
  void aClosedSenderDropsWhatItIsGiven() {
    var sender = sender();
    sender.close();

    sender.accept(Events.event(0));

    assertThat(sender.handOver(Events.event(1)).toCompletableFuture().join())
        .isEqualTo(Fate.DROPPED);
    assertThat(sender.counts()).isEqualTo(new EventCounts(2, 0, 0, 2));
  }

  @Test
  void aSpoolDirectoryBelongsToOneSender() {
    try (var _ = sender()) {
      assertThatThrownBy(this::sender).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void manyThreadsAndRestartsOfTheSenderLoseNothing() throws Exception {
    var numbers = new java.util.concurrent.atomic.AtomicInteger();
    var dropped = new ArrayList<Long>();
    for (int round = 0; round < 5; round++) {
      var sender = sender();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int j = 0; j < 2000; j++) {
                    sender.accept(Events.event(numbers.getAndIncrement()));
                  }
                }));
      }
      if (round % 2 == 0) {
        for (Thread thread : threads) {
          thread.join();
        }
      }
      sender.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(sender.counts().waiting()).isZero();
      dropped.add(sender.counts().dropped());
    }

    List<Integer> arrived = Events.drain(stream);
    assertThat(arrived)
        .doesNotHaveDuplicates()
        .hasSize((int) (numbers.get() - dropped.stream().mapToLong(Long::longValue).sum()));
  }

  private EventSender sender() {
    return new EventSender(redis, EventSettings.in(directory.resolve("spool")));
  }
}
