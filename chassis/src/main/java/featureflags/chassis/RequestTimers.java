package featureflags.chassis;

import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The timers of a server's answers: one for each route and status, so that what a client makes up
/// adds none.
final class RequestTimers {
  private record Key(Optional<Route> route, int status) {}

  private final Metrics metrics;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  RequestTimers(Metrics metrics) {
    this.metrics = metrics;
  }

  void record(Optional<Route> route, int status, long nanos) {
    timers.computeIfAbsent(new Key(route, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Key key) {
    return metrics.timer(
        "http.server.requests",
        "Requests from head to answer",
        "method",
        key.route().map(Route::method).orElse("none"),
        "route",
        key.route().map(Route::template).orElse("none"),
        "status",
        Integer.toString(key.status()));
  }
}
