package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.json.StreamEntryPacker;
import featureflags.json.StreamEntryShape;
import featureflags.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryProperties {
  private static final Delivery.Pace PACE =
      new Delivery.Pace(Duration.ofNanos(50_000), Duration.ofNanos(20_000), Duration.ofSeconds(5));

  @TempDir Path directory;

  /// Entries arrive or not, are answered or not, soon or late, in any order; the answer may be a
  /// failure though the entry has arrived. Whatever happens, an event arrives or is dropped, and
  /// the counts say which.
  @RepeatedTest(40)
  void noEventIsLostWithoutBeingCounted(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    var random = new Random(seed);
    long room = random.nextBoolean() ? 1 << 24 : 100_000;
    var found = leaveInSpool(room);
    var stream = new Stream(new Random(seed + 1000));
    var tally = new Tally();
    var queue = new EventQueue(1024);
    var fates = new ArrayList<CompletableFuture<Fate>>();
    var delivery = Delivery.start(queue, tally, Spool.open(directory, room), stream::add, PACE);
    for (int i = 0; i < 3000; i++) {
      var fate = new CompletableFuture<Fate>();
      fates.add(fate);
      tally.accepted(1);
      if (queue.offer(Events.event(i), fate)) {
        if (random.nextInt(3) == 0) {
          delivery.hurry();
        }
      } else {
        tally.dropped(1);
        fate.complete(Fate.DROPPED);
      }
      if (random.nextInt(50) == 0) {
        stream.answerSome();
      }
    }
    while (stream.added() < 2000 && tally.counts().waiting() > 0) {
      stream.answerSome();
    }

    boolean heal = random.nextBoolean();
    if (heal) {
      stream.heal();
      Await.until("sent, seed " + seed, Servers.PATIENCE, () -> tally.counts().waiting() == 0);
    }
    stream.heal();
    delivery.close();
    var counts = tally.counts();
    if (!heal) {
      try (var spool = Spool.open(directory, room)) {
        assertThat(spool.events()).isGreaterThanOrEqualTo(counts.spooled());
      }
      var again = new Tally();
      var next =
          Delivery.start(new EventQueue(1), again, Spool.open(directory, room), stream::add, PACE);
      Await.until("sent, seed " + seed, Servers.PATIENCE, () -> again.counts().waiting() == 0);
      next.close();
    }

    assertThat(stream.arrived).as("seed %d", seed).containsAll(found);
    var dropped = new HashSet<Integer>();
    for (int i = 0; i < fates.size(); i++) {
      if (fates.get(i).join() == Fate.DROPPED) {
        dropped.add(i);
      }
    }
    var arrived = new HashSet<>(stream.arrived);
    assertThat(counts.accepted()).isEqualTo(3000 + found.size());
    assertThat(counts.waiting()).as("seed %d", seed).isEqualTo(counts.spooled());
    assertThat(counts.dropped()).as("seed %d", seed).isEqualTo(dropped.size());
    for (int i = 0; i < fates.size(); i++) {
      assertThat(arrived.contains(i) || dropped.contains(i)).as("%d, seed %d", i, seed).isTrue();
    }
  }

  /// An entrance must not throw. Should one do so, nobody waits for an answer that never comes, and
  /// every event has its fate: those on their way, those that were being sent, and those behind.
  @Test
  void aDeliveryThatHasFailedLeavesNothingUntold() {
    var tally = new Tally();
    var queue = new EventQueue(16);
    var entries = new AtomicInteger();
    var delivery =
        Delivery.start(
            queue,
            tally,
            Spool.open(directory, 1 << 20),
            _ -> {
              if (entries.incrementAndGet() == 3) {
                throw new IllegalStateException("planted");
              }
              return new CompletableFuture<>();
            },
            PACE);
    var fates = new ArrayList<CompletableFuture<Fate>>();

    Await.until("refused", Servers.PATIENCE, () -> !offered(queue, tally, fates));
    delivery.close();

    assertThat(queue.size()).isZero();
    assertThat(fates).hasSizeGreaterThan(2);
    assertThat(fates).allSatisfy(fate -> assertThat(fate).isCompletedWithValue(Fate.DROPPED));
    assertThat(tally.counts().dropped()).isEqualTo(fates.size());
    assertThat(tally.counts().waiting()).isZero();
  }

  private static boolean offered(
      EventQueue queue, Tally tally, List<CompletableFuture<Fate>> fates) {
    var fate = new CompletableFuture<Fate>();
    if (!queue.offer(Events.event(0), fate)) {
      return false;
    }
    tally.accepted(1);
    fates.add(fate);
    return true;
  }

  /// Three hundred entries of one event each, as an earlier process left them.
  private List<Integer> leaveInSpool(long room) {
    var numbers = Events.numbers(10_000, 10_300);
    try (var spool = Spool.open(directory, room)) {
      for (int number : numbers) {
        byte[] payload = new StreamEntryPacker().pack(List.of(Events.event(number)));
        assertThat(spool.append(new Packed(payload, 1, List.of()))).isTrue();
      }
    }
    return numbers;
  }

  /// A stream at a bad moment.
  private static final class Stream {
    private final Random random;
    private final Deque<CompletableFuture<String>> unanswered = new ArrayDeque<>();
    private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
    private boolean healed;
    private int added;

    Stream(Random random) {
      this.random = random;
    }

    synchronized CompletableFuture<String> add(byte[] payload) {
      added++;
      int fate = healed ? 0 : random.nextInt(40);
      if (fate != 1) {
        StreamEntryShape.unpack(payload)
            .events()
            .forEach(event -> arrived.add((int) event.id().getLeastSignificantBits()));
      }
      if (fate == 0 || fate > 20) {
        return CompletableFuture.completedFuture("1-1");
      }
      if (fate < 2) {
        return CompletableFuture.failedFuture(new IllegalStateException("refused"));
      }
      var later = new CompletableFuture<String>();
      unanswered.add(later);
      return later;
    }

    synchronized int added() {
      return added;
    }

    synchronized void answerSome() {
      for (int i = 0; i < 5 && !unanswered.isEmpty(); i++) {
        var next = random.nextBoolean() ? unanswered.removeFirst() : unanswered.removeLast();
        answer(next);
      }
    }

    private void answer(CompletableFuture<String> answer) {
      if (healed || random.nextInt(8) > 0) {
        answer.complete("1-1");
      } else {
        answer.completeExceptionally(new IllegalStateException("too late"));
      }
    }

    synchronized void heal() {
      healed = true;
      unanswered.forEach(this::answer);
      unanswered.clear();
    }
  }
}
