package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  @Test
  void eventsComeOutInTheOrderTheyWentIn() {
    var queue = new EventQueue(8);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 5; i++) {
        assertThat(offer(queue, 5 * round + i)).isTrue();
      }
      assertThat(take(queue, 3)).isEqualTo(Events.numbers(5 * round, 5 * round + 3));
      assertThat(take(queue, 3)).isEqualTo(Events.numbers(5 * round + 3, 5 * round + 5));
      assertThat(take(queue, 3)).isEmpty();
    }
  }

  @Test
  void aFullQueueRefusesAndTakesAgainWhenThereIsRoom() {
    var queue = new EventQueue(3);
    assertThat(queue.capacity()).isEqualTo(4);
    IntStream.range(0, 4).forEach(i -> assertThat(offer(queue, i)).isTrue());

    assertThat(offer(queue, 4)).isFalse();
    assertThat(queue.size()).isEqualTo(4);

    assertThat(take(queue, 1)).containsExactly(0);
    assertThat(offer(queue, 5)).isTrue();
    assertThat(take(queue, 9)).containsExactly(1, 2, 3, 5);
  }

  @Test
  void takingEndsWithTheRequestThatMakesEnoughEvents() {
    var queue = new EventQueue(8);
    queue.offer(Events.events(0, 3), Tally.NOBODY);
    queue.offer(Events.events(3, 6), Tally.NOBODY);
    queue.offer(Events.event(6), Tally.NOBODY);

    assertThat(queue.take(4, (_, _) -> {})).isEqualTo(6);
    assertThat(take(queue, 4)).containsExactly(6);
  }

  @Test
  void aClosedQueueGivesOutWhatItHasAndTakesNothingMore() {
    var queue = new EventQueue(4);
    offer(queue, 0);

    queue.close();

    assertThat(offer(queue, 1)).isFalse();
    assertThat(queue.size()).isEqualTo(1);
    assertThat(take(queue, 9)).containsExactly(0);
    assertThat(queue.size()).isZero();
    assertThat(offer(queue, 2)).isFalse();
  }

  /// Four threads put events in until the queue is closed under them: exactly those that were taken
  /// in come out, each thread's in its order.
  @Test
  void manyThreadsLoseNothing() throws Exception {
    int threads = 4;
    var queue = new EventQueue(64);
    var takenIn = new AtomicInteger();
    var done = new AtomicBoolean();
    var takenOut = new ArrayList<Integer>();
    var writers = new ArrayList<Thread>();
    for (int thread = 0; thread < threads; thread++) {
      int first = thread * 100_000_000;
      writers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; !done.get(); i++) {
                  if (offer(queue, first + i)) {
                    takenIn.incrementAndGet();
                  }
                }
              }));
    }
    while (takenOut.size() < 5_000) {
      takenOut.addAll(take(queue, 50));
    }
    queue.close();
    done.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    while (queue.size() > 0) {
      takenOut.addAll(take(queue, 50));
    }

    assertThat(takenOut).hasSize(takenIn.get()).doesNotHaveDuplicates();
    var last = new HashMap<Integer, Integer>();
    for (int number : takenOut) {
      assertThat(number).isGreaterThan(last.getOrDefault(number / 100_000_000, -1));
      last.put(number / 100_000_000, number);
    }
  }

  private static boolean offer(EventQueue queue, int number) {
    return queue.offer(Events.event(number), Tally.NOBODY);
  }

  private static List<Integer> take(EventQueue queue, int max) {
    var numbers = new ArrayList<Integer>();
    queue.take(max, (event, _) -> numbers.add((int) event.id().getLeastSignificantBits()));
    return numbers;
  }
}
