package featureflags.evalservice;

import featureflags.chassis.Metrics;

/// What this service holds, in the metrics.
final class SnapshotFigures {
  private SnapshotFigures() {}

  static void register(Metrics metrics, Snapshots snapshots) {
    metrics.gauge("snapshot.flags", "Flags in memory.", snapshots::flags);
    metrics.gauge("snapshot.segments", "Segments in memory.", snapshots::segments);
    metrics.gauge(
        "snapshot.quarantined",
        "Flags and segments that this engine cannot read, or flags it cannot evaluate soundly.",
        snapshots::quarantined);
  }
}
