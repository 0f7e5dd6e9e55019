package featureflags.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Does the same work on many threads at one moment.
final class AtOnce {
  private AtOnce() {}

  /// The outcomes, in the order of the numbers 0 to `times`−1 that the work is given.
  static <T> List<T> run(int times, IntFunction<T> work) {
    var ready = new CountDownLatch(times);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < times; i++) {
        int number = i;
        running.add(
            threads.submit(() -> {
              ready.countDown();
              ready.await();
              return work.apply(number);
            }));
      }
      var outcomes = new ArrayList<T>();
      for (Future<T> each : running) {
        outcomes.add(each.get());
      }
      return outcomes;
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
