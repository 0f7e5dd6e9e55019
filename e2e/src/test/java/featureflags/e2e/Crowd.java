package featureflags.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Many clients that do the same at the same time.
final class Crowd {
  /// What one of them does.
  @FunctionalInterface
  interface Deed<T> {
    T perform(int client) throws Exception;
  }

  private Crowd() {}

  /// What came of it for each of so many, when all are through.
  static <T> List<T> of(int clients, Deed<T> deed) throws ExecutionException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all =
          IntStream.range(0, clients)
              .mapToObj(client -> threads.submit(() -> deed.perform(client)))
              .toList();
      var results = new ArrayList<T>();
      for (Future<T> each : all) {
        results.add(each.get());
      }
      return List.copyOf(results);
    }
  }
}
