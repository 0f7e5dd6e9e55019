package featureflags.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A steady stream of evaluations, each of a subject of its own, from a few clients. It remembers
/// which were answered, and when.
final class Load implements AutoCloseable {
  private static final long PAUSE_MILLIS = 4;

  private final String uri;
  private final String body;
  private final String prefix;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<String, Long> answered = new ConcurrentHashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private Load(String uri, String body, String prefix) {
    this.uri = uri;
    this.body = body;
    this.prefix = prefix;
    this.thread = Thread.ofPlatform().name("load-" + prefix).start(this::run);
  }

  /// Evaluates on eval-service.
  static Load onEvalService(String base, String flag) {
    return new Load(
        base + "/evaluate",
        "{\"flagKey\":\"" + flag + "\",\"context\":{\"userId\":\"%s\"}}",
        "eval");
  }

  /// Evaluates on flag-api.
  static Load onFlagApi(String base, String flag) {
    return new Load(base + "/flags/" + flag + "/evaluate", "{\"userId\":\"%s\"}", "api");
  }

  private void run() {
    try {
      while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        String subject = prefix + "-" + number.incrementAndGet();
        try {
          if (Http.post(uri, body.formatted(subject)).statusCode() == 200) {
            answered.put(subject, System.nanoTime());
          }
        } catch (IOException _) {
          // not answered: a service is being killed
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Each subject that was answered, with when on [System#nanoTime].
  Map<String, Long> answered() {
    return answered;
  }

  /// Waits until so many more were answered.
  void awaitMore(int count) {
    int wanted = answered.size() + count;
    Wait.until(
        count + " more answers to " + prefix,
        Duration.ofSeconds(60),
        () -> answered.size() >= wanted);
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
