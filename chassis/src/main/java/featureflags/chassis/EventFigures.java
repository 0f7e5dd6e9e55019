package featureflags.chassis;

import featureflags.catalog.EventCounts;
import java.util.function.Supplier;

/// The fate of evaluation events in the metrics of the services that make them.
public final class EventFigures {
  private EventFigures() {}

  /// Shows these counts, which are asked for whenever somebody reads the metrics.
  public static void register(Metrics metrics, Supplier<EventCounts> counts) {
    metrics.count("events.accepted", "Evaluation events made.", () -> counts.get().accepted());
    metrics.count(
        "events.sent", "Evaluation events that the stream has taken.", () -> counts.get().sent());
    metrics.count(
        "events.dropped",
        "Evaluation events lost because neither memory nor the spool had room.",
        () -> counts.get().dropped());
    metrics.gauge(
        "events.waiting",
        "Evaluation events in memory or in the spool.",
        () -> counts.get().waiting());
  }
}
