package featureflags.e2e.chaos;

import featureflags.e2e.Wait;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Evaluations at a steady rate, each of a subject of its own, asked whether or not the ones before
/// are answered: a service that pauses is charged for all who would have come meanwhile.
final class Traffic implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final List<String> bases;
  private final String flag;
  private final long between;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final Queue<Asked> all = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Thread thread;

  /// What came of a request.
  ///
  /// @param at when it was to be sent, on [System#nanoTime]
  /// @param nanos from then to its answer
  /// @param good whether that was the right one
  private record Asked(String subject, long at, long nanos, boolean good) {}

  private Traffic(List<String> bases, String flag, int perSecond) {
    this.bases = bases;
    this.flag = flag;
    this.between = 1_000_000_000L / perSecond;
    this.thread = Thread.ofPlatform().name("traffic").start(this::run);
  }

  /// Begins to ask.
  ///
  /// @param bases the eval-services that are asked in turn
  static Traffic of(List<String> bases, String flag, int perSecond) {
    return new Traffic(List.copyOf(bases), flag, perSecond);
  }

  private void run() {
    long next = System.nanoTime();
    while (!stopped.get()) {
      long wait = next - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      } else {
        ask(next);
        next += between;
      }
    }
  }

  private void ask(long at) {
    int number = asked.incrementAndGet();
    String subject = flag + "-" + number;
    var request =
        HttpRequest.newBuilder(URI.create(bases.get(number % bases.size()) + "/evaluate"))
            .timeout(LONGEST)
            .POST(
                BodyPublishers.ofString(
                    "{\"flagKey\":\"%s\",\"context\":{\"targetingKey\":\"%s\"}}"
                        .formatted(flag, subject)))
            .build();
    open.incrementAndGet();
    var _ =
        client
            .sendAsync(request, BodyHandlers.ofString())
            .handle((answer, failure) -> {
              boolean good = failure == null && isGood(answer);
              all.add(new Asked(subject, at, System.nanoTime() - at, good));
              return open.decrementAndGet();
            });
  }

  private boolean isGood(HttpResponse<String> answer) {
    return answer.statusCode() == 200
        && answer.body().startsWith("{\"flagKey\":\"%s\",\"variant\":".formatted(flag));
  }

  /// How many were answered well so far.
  long answered() {
    return all.stream().filter(Asked::good).count();
  }

  /// Lets it flow for a while.
  ///
  /// @return when that was
  Stretch flow(Duration time) {
    long from = System.nanoTime();
    Wait.until("traffic", time.plus(LONGEST), () -> System.nanoTime() - from >= time.toNanos());
    return new Stretch(from, System.nanoTime());
  }

  /// Ends it, when everything is answered or has failed.
  @Override
  public void close() {
    stopped.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Wait.until("the last answers", LONGEST.multipliedBy(2), () -> open.get() == 0);
    client.close();
  }

  /// The subjects of everything that was answered well.
  Set<String> subjects() {
    return all.stream().filter(Asked::good).map(Asked::subject).collect(Collectors.toSet());
  }

  /// When each of them was answered, on [System#nanoTime].
  Map<String, Long> answers() {
    return all.stream()
        .filter(Asked::good)
        .collect(Collectors.toMap(Asked::subject, each -> each.at() + each.nanos()));
  }

  /// How many were not answered well.
  long errors() {
    return all.stream().filter(each -> !each.good()).count();
  }

  /// The latency that 99 of 100 requests of a stretch stay under, in milliseconds.
  double p99(Stretch stretch) {
    long[] nanos =
        all.stream()
            .filter(each -> each.at() >= stretch.from() && each.at() < stretch.to())
            .mapToLong(Asked::nanos)
            .sorted()
            .toArray();
    if (nanos.length == 0) {
      throw new AssertionError("nobody asked in that stretch");
    }
    return nanos[Math.min(nanos.length - 1, nanos.length * 99 / 100)] / 1e6;
  }

  /// A stretch of time, on [System#nanoTime].
  record Stretch(long from, long to) {}
}
