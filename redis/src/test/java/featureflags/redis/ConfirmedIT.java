package featureflags.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EventCounts;
import featureflags.embedded.Durability;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import featureflags.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events that count as sent only when a replica has them too.
class ConfirmedIT {
  private static final Duration DEADLINE = Duration.ofMillis(500);

  @TempDir Path directory;

  private final RedisServer server = TestStores.freshRedis();
  private final Redis redis = new Redis(Servers.address(server), DEADLINE);
  private final EvaluationStream stream = new EvaluationStream(redis);
  private RedisServer replica;

  @BeforeEach
  void follow() {
    replica = RedisServer.start(directory.resolve("replica"), 0, Durability.PROCESS_KILL);
    replica.follow(server.port());
    Await.until("a replica", Servers.PATIENCE, () -> replicas() == 1);
  }

  /// How many have what was just written: before it is through with the first copy, a replica
  /// counts for a connection that has written nothing, and for no other.
  private long replicas() {
    redis.call(commands -> commands.set("written", new byte[0]));
    return redis.call(commands -> commands.waitForReplication(1, 100));
  }

  @AfterEach
  void close() {
    stream.close();
    redis.close();
    replica.resume();
    replica.close();
  }

  @Test
  void whatCountsAsSentIsOnTheReplica() {
    try (var sender = sender();
        var behind = Servers.connect(replica)) {
      for (int i = 1; i <= 50; i++) {
        assertThat(sender.handOver(Events.event(i)).toCompletableFuture().join())
            .isEqualTo(Fate.SENT);
        long held = behind.call(commands -> commands.xlen(Keys.EVALUATIONS));
        assertThat(held).isEqualTo(i);
      }
    }
  }

  /// Calm is that the replica answers in time: so there is time enough for a busy machine.
  @Test
  void inCalmEventsArriveInOrderAndExactlyOnce() {
    try (var calm = new Redis(Servers.address(server), Servers.PATIENCE);
        var sender = sender(calm)) {
      for (int i = 0; i < 20_000; i++) {
        sender.accept(Events.event(i));
      }
      Await.until("sent", Servers.PATIENCE, () -> sender.counts().waiting() == 0);

      assertThat(Events.drain(stream)).isEqualTo(Events.numbers(0, 20_000));
      assertThat(sender.counts()).isEqualTo(new EventCounts(20_000, 20_000, 0, 0));
    }
  }

  /// A question that reached the server before an entry tells nothing of it.
  @Test
  void anEntryIsConfirmedByAQuestionThatCameAfterIt() throws InterruptedException {
    Set<String> written = ConcurrentHashMap.newKeySet();
    Set<String> askedFor = ConcurrentHashMap.newKeySet();
    Consumer<List<String>> listener =
        words -> {
          switch (words.getFirst()) {
            case "XADD" -> written.add(words.getLast());
            case "WAIT" -> askedFor.addAll(written);
            default -> {} // how the driver introduces itself
          }
        };
    var early = new ConcurrentLinkedQueue<String>();
    var inFlight = new Semaphore(64);
    var random = new Random(1);
    try (var overheard = new Eavesdropper(server.port(), listener);
        var through = new Redis(overheard.address(), Servers.PATIENCE);
        var line = through.brittleLine()) {
      line.awaitReady();
      var entrance = new ConfirmedEntrance(line, 1, Servers.PATIENCE);

      for (int i = 0; i < 5_000; i++) {
        String payload = "entry " + i;
        LockSupport.parkNanos(random.nextInt(100_000)); // while some are on their way
        inFlight.acquire();
        var _ =
            entrance
                .add(payload.getBytes(UTF_8))
                .whenComplete((_, failure) -> {
                  if (failure != null || !askedFor.contains(payload)) {
                    early.add(payload);
                  }
                  inFlight.release();
                });
      }
      inFlight.acquire(64);
    }

    assertThat(written).hasSize(5_000);
    assertThat(early).isEmpty();
  }

  /// Five times the sender asks again, and each time it could write the same once more.
  @Test
  void whileTheReplicaHangsEventsWaitOnDiskAndTheStreamDoesNotFill() {
    try (var sender = sender()) {
      sender.handOver(Events.event(0)).toCompletableFuture().join();
      replica.pause();
      var fates = new ArrayList<CompletableFuture<Fate>>();
      for (int i = 1; i < 1000; i++) {
        fates.add(sender.handOver(Events.event(i)).toCompletableFuture());
      }
      assertThat(fates)
          .allSatisfy(
              fate -> assertThat(fate).succeedsWithin(Servers.PATIENCE).isEqualTo(Fate.SPOOLED));
      long asked = questions();
      Await.until("asked again", Servers.PATIENCE, () -> questions() >= asked + 5);

      replica.resume();

      Await.until("sent", Servers.PATIENCE, () -> sender.counts().waiting() == 0);
      assertThat(sender.counts()).isEqualTo(new EventCounts(1000, 1000, 0, 0));
      var arrived = Events.drain(stream);
      assertThat(new HashSet<>(arrived)).isEqualTo(new HashSet<>(Events.numbers(0, 1000)));
      assertThat(Collections.frequency(arrived, 1)).isLessThanOrEqualTo(2);
    }
  }

  /// How often somebody has asked what replicas have.
  private long questions() {
    return redis
        .call(commands -> commands.info("commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_wait:calls="))
        .mapToLong(line -> Long.parseLong(line.substring(19, line.indexOf(',')), 10))
        .sum();
  }

  @Test
  void aServerThatDiesIsSentToAgainWhenItIsBackAndHasItsReplica() {
    try (var sender = sender()) {
      sender.handOver(Events.event(0)).toCompletableFuture().join();
      server.kill();
      assertThat(sender.handOver(Events.event(1)).toCompletableFuture().join())
          .isEqualTo(Fate.SPOOLED);

      server.restart();

      Await.until("sent", Servers.PATIENCE, () -> sender.counts().sent() == 2);
      assertThat(new HashSet<>(Events.drain(stream))).containsExactlyInAnyOrder(0, 1);
    }
  }

  /// A connection to a server that has become a replica refuses for as long as it stays.
  @Test
  void aServerThatBecameAReplicaIsReachedAnew() {
    try (var line = redis.line()) {
      var before = line.connection().join();
      server.follow(replica.port());
      try {
        assertThat(line.sendIfReady(commands -> EvaluationStream.add(commands, new byte[1])))
            .failsWithin(Servers.PATIENCE);
        assertThat(line.connection().join()).isNotEqualTo(before);
      } finally {
        server.lead();
      }
    }
  }

  /// In doubt nothing is written that a replica could refuse, but it refuses the question too.
  @Test
  void aServerThatBecameAReplicaWhileItWasInDoubtIsReachedAnew() {
    try (var line = redis.brittleLine()) {
      var entrance = new ConfirmedEntrance(line, 1, Duration.ofMillis(100));
      var before = line.connection().join();
      replica.pause();
      assertThat(entrance.add(new byte[1])).failsWithin(Servers.PATIENCE);
      assertThat(line.connection().join()).isEqualTo(before);
      server.follow(replica.port());
      try {
        assertThat(entrance.add(new byte[1])).failsWithin(Servers.PATIENCE);
        assertThat(line.connection().join()).isNotEqualTo(before);
      } finally {
        server.lead();
      }
    }
  }

  private EventSender sender() {
    return sender(redis);
  }

  private EventSender sender(Redis redis) {
    return new EventSender(redis, EventSettings.in(directory.resolve("spool")).confirmedBy(1));
  }
}
