package featureflags.evalservice;

import featureflags.chassis.Metrics;
import featureflags.redis.EventSender;

/// What this service holds, and the fate of its evaluation events, in the metrics.
final class Figures {
  private Figures() {}

  static void register(Metrics metrics, Snapshots snapshots, EventSender events) {
    metrics.gauge("snapshot.flags", "Flags in memory.", snapshots::size);
    metrics.gauge(
        "snapshot.quarantined",
        "Flags whose definition this engine cannot read.",
        snapshots::quarantined);
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
