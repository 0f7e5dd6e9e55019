package featureflags.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Unavailable;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import featureflags.testkit.Await;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XClaimArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluationStreamIT {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final RedisServer server = TestStores.freshRedis();
  private final Redis redis = Servers.connect(server);
  private final EvaluationStream stream = new EvaluationStream(redis);

  @AfterEach
  void close() {
    stream.close();
    redis.close();
  }

  @Test
  void anEmptyStreamHasNothingToSay() {
    assertThat(stream.backlog()).isEqualTo(new Backlog(0, 0, 0));
    assertThat(stream.trim()).isZero();
    assertThat(stream.pending("a", 10)).isEmpty();
    assertThat(stream.claim("a", Duration.ZERO, 10)).isEmpty();
    assertThat(stream.read("a", 10, SHORT)).isEmpty();
    stream.acknowledge(List.of());
  }

  @Test
  void whatWasThereBeforeTheFirstWorkerIsRead() {
    add(3);

    assertThat(texts(stream.read("a", 10, SHORT))).containsExactly("0", "1", "2");
    assertThat(stream.read("a", 10, SHORT)).isEmpty();
  }

  @Test
  void readingWaitsForTheFirstEntryLongerThanACommandMayTake() throws Exception {
    try (var impatient = new Redis(Servers.address(server), Duration.ofMillis(200));
        var waiting = new EvaluationStream(impatient);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(waiting.read("a", 10, Duration.ofMillis(500))).isEmpty();

      Future<List<StreamEntry>> read =
          threads.submit(() -> waiting.read("a", 10, Duration.ofSeconds(20)));
      Await.until(
          "blocked",
          Servers.PATIENCE,
          () -> redis.call(commands -> commands.clientList()).contains("cmd=xreadgroup"));
      impatient.ping();
      add(1);

      assertThat(texts(read.get())).containsExactly("0");
    }
  }

  @Test
  void anEntryIsPendingUntilItIsAcknowledged() {
    add(3);
    var read = stream.read("a", 10, SHORT);

    assertThat(texts(stream.pending("a", 2))).containsExactly("0", "1");
    assertThat(stream.pending("b", 10)).isEmpty();
    stream.acknowledge(List.of(read.get(1).id()));

    assertThat(texts(stream.pending("a", 10))).containsExactly("0", "2");
    stream.acknowledge(List.of(read.get(0).id(), read.get(2).id()));
    assertThat(stream.pending("a", 10)).isEmpty();
  }

  @Test
  void deliveriesOfAnEntryAreCounted() {
    add(1);
    String id = stream.read("a", 10, SHORT).getFirst().id();
    assertThat(stream.deliveries(id)).isEqualTo(1);

    stream.pending("a", 10);
    stream.claim("b", Duration.ZERO, 10);
    assertThat(stream.deliveries(id)).isEqualTo(3);

    stream.acknowledge(List.of(id));
    assertThat(stream.deliveries(id)).isZero();
  }

  @Test
  void twoWorkersShareAndTheSurvivorGetsTheEntriesOfTheDead() {
    add(6);
    var dead = stream.read("dead", 3, SHORT);
    var alive = stream.read("alive", 3, SHORT);
    assertThat(texts(dead)).containsExactly("0", "1", "2");
    assertThat(texts(alive)).containsExactly("3", "4", "5");
    stream.acknowledge(alive.stream().map(StreamEntry::id).toList());
    stream.acknowledge(List.of(dead.getFirst().id()));

    assertThat(stream.claim("alive", Duration.ofHours(1), 10)).isEmpty();
    var claimed = new ArrayList<StreamEntry>();
    Await.until(
        "claimed",
        Servers.PATIENCE,
        () -> {
          claimed.addAll(stream.claim("alive", SHORT, 1));
          return claimed.size() == 2;
        });

    assertThat(texts(claimed)).containsExactly("1", "2");
    assertThat(stream.pending("dead", 10)).isEmpty();
    assertThat(texts(stream.pending("alive", 10))).containsExactly("1", "2");
  }

  @Test
  void claimingLooksBeyondManyEntriesThatAreStillInWork() {
    add(301);
    stream.read("old", 1, SHORT);
    var rest = stream.read("busy", 300, SHORT);
    String oldest = stream.pending("old", 1).getFirst().id();
    // The one that is idle for long lies behind three hundred that are not.
    redis.call(commands ->
        commands.xclaim(
            Keys.EVALUATIONS,
            Consumer.from(Keys.AUDIT, "old"),
            new XClaimArgs().minIdleTime(0).idle(3_600_000),
            rest.getLast().id()));
    stream.acknowledge(List.of(oldest));

    assertThat(texts(stream.claim("new", Duration.ofMinutes(30), 1))).containsExactly("300");
  }

  @Test
  void aGroupThatRedisLostIsMadeAgain() {
    add(1);
    stream.read("a", 10, SHORT);

    server.flush();

    assertThat(stream.read("a", 10, SHORT)).isEmpty();
    add(1);
    assertThat(texts(stream.read("a", 10, SHORT))).containsExactly("0");
    server.flush();
    assertThat(stream.pending("a", 10)).isEmpty();
    server.flush();
    assertThat(stream.claim("a", Duration.ZERO, 10)).isEmpty();
    server.flush();
    assertThat(stream.backlog()).isEqualTo(new Backlog(0, 0, 0));
    server.flush();
    assertThat(stream.trim()).isZero();
  }

  @Test
  void manyWorkersMayMakeTheGroupAtOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      server.flush();
      add(20);
      var read = new ConcurrentLinkedQueue<String>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var all = new ArrayList<Future<?>>();
        for (int i = 0; i < 8; i++) {
          String worker = "worker-" + i;
          all.add(threads.submit(() -> read.addAll(texts(stream.pending(worker, 1)))));
        }
        for (var each : all) {
          each.get();
        }
      }
      assertThat(texts(stream.read("a", 100, SHORT))).hasSize(20);
    }
  }

  @Test
  void pendingEntriesThatAreGoneFromTheStreamAreSkippedForGood() {
    add(2);
    var read = stream.read("a", 10, SHORT);
    redis.call(commands -> commands.xdel(Keys.EVALUATIONS, read.getFirst().id()));

    assertThat(texts(stream.pending("a", 10))).containsExactly("1");

    assertThat(stream.backlog().pending()).isEqualTo(1);
  }

  @Test
  void trimmingRemovesWhatIsStoredAndNothingElse() {
    add(10);
    var read = stream.read("a", 6, SHORT);
    assertThat(stream.trim()).isZero();

    stream.acknowledge(List.of(read.get(0).id(), read.get(1).id(), read.get(4).id()));
    assertThat(stream.trim()).isEqualTo(2);
    assertThat(left()).containsExactly("2", "3", "4", "5", "6", "7", "8", "9");

    stream.acknowledge(List.of(read.get(2).id(), read.get(3).id(), read.get(5).id()));
    assertThat(stream.trim()).isEqualTo(3);
    assertThat(left()).containsExactly("5", "6", "7", "8", "9");

    assertThat(texts(stream.read("a", 10, SHORT))).containsExactly("6", "7", "8", "9");
  }

  @Test
  void theBacklogTellsWhatIsToDo() {
    add(10);
    assertThat(stream.backlog()).isEqualTo(new Backlog(10, 10, 0));

    var read = stream.read("a", 6, SHORT);
    stream.acknowledge(List.of(read.get(0).id(), read.get(1).id()));
    assertThat(stream.backlog()).isEqualTo(new Backlog(10, 4, 4));

    stream.trim();
    assertThat(stream.backlog()).isEqualTo(new Backlog(8, 4, 4));
  }

  @Test
  void theOldestThatWaitsIsTheFirstThatIsNotAcknowledged() {
    assertThat(stream.oldestWaiting()).isZero();
    long now = Instant.now().toEpochMilli();
    for (int hours : List.of(3, 2, 1)) {
      long time = now - Duration.ofHours(hours).toMillis();
      redis.call(commands ->
          commands.xadd(
              Keys.EVALUATIONS, new XAddArgs().id(time + "-0"), Map.of(Keys.EVENTS, new byte[1])));
    }
    assertThat(stream.oldestWaiting())
        .isBetween(Duration.ofHours(3), Duration.ofHours(3).plus(Servers.PATIENCE));

    var read = stream.read("a", 2, SHORT);
    stream.acknowledge(List.of(read.getFirst().id()));
    assertThat(stream.oldestWaiting())
        .isBetween(Duration.ofHours(2), Duration.ofHours(2).plus(Servers.PATIENCE));

    stream.acknowledge(List.of(read.getLast().id()));
    assertThat(stream.oldestWaiting())
        .isBetween(Duration.ofHours(1), Duration.ofHours(1).plus(Servers.PATIENCE));

    stream.acknowledge(List.of(stream.read("a", 1, SHORT).getFirst().id()));
    assertThat(stream.oldestWaiting()).isZero();
  }

  /// Workers read and acknowledge at random while others trim without pause: whatever was not
  /// acknowledged is still in the stream, at every moment, and nothing is handed out empty.
  @Test
  void trimmingNeverRemovesWhatWasNotAcknowledged() throws Exception {
    long seed = System.nanoTime();
    int entries = 3000;
    var stored = ConcurrentHashMap.<String>newKeySet();
    var running = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < 2; i++) {
        String worker = "worker-" + i;
        var random = new Random(seed + i);
        all.add(threads.submit(() -> work(worker, random, stored, running)));
      }
      for (int i = 0; i < 2; i++) {
        all.add(
            threads.submit(() -> {
              while (running.get()) {
                stream.trim();
              }
            }));
      }
      try {
        var added = new ArrayList<String>();
        while (added.size() < entries) {
          added.addAll(add(added.size(), 50));
          var present = new HashSet<>(ids());
          var open = new HashSet<>(added);
          open.removeAll(stored);
          assertThat(present).as("seed %d", seed).containsAll(open);
        }
        Await.until(
            "all stored",
            Servers.PATIENCE,
            () -> stored.size() == entries || all.stream().anyMatch(Future::isDone));
      } finally {
        running.set(false);
      }
      for (var each : all) {
        each.get();
      }
    }
    assertThat(stored).hasSize(entries);
    stream.trim();
    assertThat(left()).hasSize(1);
  }

  private void work(String worker, Random random, Set<String> stored, AtomicBoolean running) {
    try (var own = new EvaluationStream(redis)) {
      var held = new ArrayList<StreamEntry>();
      while (running.get()) {
        held.addAll(own.read(worker, 1 + random.nextInt(5), Duration.ofMillis(1)));
        assertThat(ids()).containsAll(held.stream().map(StreamEntry::id).toList());
        boolean everything = random.nextInt(4) > 0;
        var done = new ArrayList<StreamEntry>();
        held.removeIf(entry -> {
          boolean acknowledge = everything || random.nextInt(4) == 0;
          if (acknowledge) {
            done.add(entry);
          }
          return acknowledge;
        });
        // Noted first: what is noted may be gone, what is not noted must be there.
        done.forEach(entry -> stored.add(entry.id()));
        own.acknowledge(done.stream().map(StreamEntry::id).toList());
      }
    }
  }

  @Test
  void aStreamWithoutAServerIsUnavailable() {
    server.kill();
    assertThatThrownBy(() -> stream.read("a", 1, SHORT)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> stream.pending("a", 1)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(stream::trim).isInstanceOf(Unavailable.class);
    assertThatThrownBy(stream::backlog).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> stream.acknowledge(List.of("1-0"))).isInstanceOf(Unavailable.class);
  }

  @Test
  void aWorkerGoesOnAfterACrashOfTheServer() {
    add(2);
    stream.acknowledge(List.of(stream.read("a", 1, SHORT).getFirst().id()));
    stream.read("a", 1, SHORT);
    server.kill();
    server.restart();

    Await.until(
        "back",
        Servers.PATIENCE,
        () -> {
          try {
            return texts(stream.pending("a", 10)).equals(List.of("1"));
          } catch (Unavailable _) {
            return false;
          }
        });
    add(1);
    Await.until(
        "read",
        Servers.PATIENCE,
        () -> {
          try {
            return !stream.read("a", 10, SHORT).isEmpty();
          } catch (Unavailable _) {
            return false;
          }
        });
  }

  private List<String> add(int count) {
    return add(0, count);
  }

  private List<String> add(int first, int count) {
    var ids = new ArrayList<String>();
    for (int i = first; i < first + count; i++) {
      var fields = Map.of(Keys.EVENTS, Integer.toString(i).getBytes(UTF_8));
      ids.add(redis.call(commands -> commands.xadd(Keys.EVALUATIONS, fields)));
    }
    return ids;
  }

  private static List<String> texts(List<StreamEntry> entries) {
    return entries.stream().map(entry -> new String(entry.payload(), UTF_8)).toList();
  }

  private List<String> ids() {
    return redis.call(commands -> commands.xrange(Keys.EVALUATIONS, Range.unbounded())).stream()
        .map(StreamMessage::getId)
        .toList();
  }

  private List<String> left() {
    return redis.call(commands -> commands.xrange(Keys.EVALUATIONS, Range.unbounded())).stream()
        .map(message -> new String(message.getBody().getOrDefault(Keys.EVENTS, new byte[0]), UTF_8))
        .toList();
  }
}
