package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.json.EventShape;
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
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

class DeliveryProperties {
  @TempDir Path directory;

  /// Entries arrive or not, are answered or not, soon or late, in any order; the answer may be a
  /// failure though the entry has arrived. Whatever happens, an event arrives or is dropped, and
  /// the counts say which.
  @RepeatedTest(40)
  void noEventIsLostWithoutBeingCounted(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    var random = new Random(seed);
    long room = random.nextBoolean() ? 1 << 24 : 20_000;
    var stream = new Stream(new Random(seed + 1000));
    var tally = new Tally();
    var queue = new EventQueue(1024);
    var fates = new ArrayList<CompletableFuture<Fate>>();
    var delivery =
        Delivery.start(
            queue, tally, Spool.open(directory, room), stream::add, Duration.ofSeconds(5));
    for (int i = 0; i < 3000; i++) {
      var fate = new CompletableFuture<Fate>();
      fates.add(fate);
      tally.accepted();
      if (queue.offer(Events.event(i), fate)) {
        if (random.nextInt(10) == 0) {
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
    while (fates.stream().anyMatch(fate -> !fate.isDone())) {
      stream.answerSome();
    }

    boolean heal = random.nextBoolean();
    if (heal) {
      stream.heal();
      Await.until("sent, seed " + seed, () -> tally.counts().waiting() == 0);
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
          Delivery.start(
              new EventQueue(1),
              again,
              Spool.open(directory, room),
              stream::add,
              Duration.ofSeconds(5));
      Await.until("sent, seed " + seed, () -> again.counts().waiting() == 0);
      next.close();
    }

    var dropped = new HashSet<Integer>();
    for (int i = 0; i < fates.size(); i++) {
      if (fates.get(i).join() == Fate.DROPPED) {
        dropped.add(i);
      }
    }
    var arrived = new HashSet<>(stream.arrived);
    assertThat(counts.accepted()).isEqualTo(3000);
    assertThat(counts.waiting()).as("seed %d", seed).isEqualTo(counts.spooled());
    assertThat(counts.dropped()).as("seed %d", seed).isEqualTo(dropped.size());
    for (int i = 0; i < fates.size(); i++) {
      assertThat(arrived.contains(i) || dropped.contains(i)).as("%d, seed %d", i, seed).isTrue();
    }
  }

  /// A stream at a bad moment.
  private static final class Stream {
    private final Random random;
    private final Deque<CompletableFuture<String>> unanswered = new ArrayDeque<>();
    private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
    private boolean healed;

    Stream(Random random) {
      this.random = random;
    }

    synchronized CompletableFuture<String> add(byte[] payload) {
      int fate = healed ? 0 : random.nextInt(8);
      if (fate != 1) {
        EventShape.unpack(payload)
            .forEach(event -> arrived.add((int) event.id().getLeastSignificantBits()));
      }
      if (fate == 0) {
        return CompletableFuture.completedFuture("1-1");
      }
      if (fate < 3) {
        return CompletableFuture.failedFuture(new IllegalStateException("refused"));
      }
      var later = new CompletableFuture<String>();
      unanswered.add(later);
      return later;
    }

    synchronized void answerSome() {
      for (int i = 0; i < 5 && !unanswered.isEmpty(); i++) {
        var next = random.nextBoolean() ? unanswered.removeFirst() : unanswered.removeLast();
        answer(next);
      }
    }

    private void answer(CompletableFuture<String> answer) {
      if (healed || random.nextInt(4) > 0) {
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
