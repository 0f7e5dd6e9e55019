package featureflags.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A few clients that evaluate a flag at a modest rate, each on a connection of its own, and
/// remember how they were served.
final class GoodClients implements AutoCloseable {
  private static final int CLIENTS = 4;
  private static final long PAUSE_MILLIS = 20;

  private final int port;
  private final Queue<Duration> served = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  GoodClients(int port) {
    this.port = port;
    for (Target target : List.of(Target.ONE, Target.OFREP_ONE)) {
      for (int i = 0; i < CLIENTS / 2; i++) {
        threads.add(Thread.ofPlatform().name("good-client").start(() -> run(target)));
      }
    }
  }

  private void run(Target target) {
    byte[] request = target.request(target.body("{\"targetingKey\":\"good\"}"));
    try (var wire = Wire.to(port)) {
      while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        long began = System.nanoTime();
        var answer = wire.send(request).answer();
        served.add(Duration.ofNanos(System.nanoTime() - began));
        if (answer.status() != 200 || !answer.body().contains("\"value\":true")) {
          failures.add(answer.toString());
        }
      }
    } catch (IOException e) {
      failures.add(e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What went wrong for them.
  List<String> failures() {
    return List.copyOf(failures);
  }

  int served() {
    return served.size();
  }

  /// The time within which so much of their requests was served.
  Duration within(double share) {
    List<Duration> sorted = served.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
  }

  @Override
  public void close() {
    stop.countDown();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
