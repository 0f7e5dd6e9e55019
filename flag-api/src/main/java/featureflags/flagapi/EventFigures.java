package featureflags.flagapi;

import featureflags.chassis.Metrics;
import featureflags.redis.EventSender;

/// The fate of the evaluation events in the metrics.
final class EventFigures {
  private EventFigures() {}

  static void register(Metrics metrics, EventSender events) {
    metrics.gauge("events.accepted", "Evaluation events made.", () -> events.counts().accepted());
    metrics.gauge(
        "events.sent",
        "Evaluation events that the stream has taken.",
        () -> events.counts().sent());
    metrics.gauge(
        "events.waiting",
        "Evaluation events in memory or in the spool.",
        () -> events.counts().waiting());
    metrics.gauge(
        "events.dropped",
        "Evaluation events lost because neither memory nor the spool had room.",
        () -> events.counts().dropped());
  }
}
