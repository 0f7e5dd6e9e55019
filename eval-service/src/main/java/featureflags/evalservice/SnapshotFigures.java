package featureflags.evalservice;

import featureflags.chassis.Metrics;

/// What this service holds, in the metrics.
final class SnapshotFigures {
  private SnapshotFigures() {}

  static void register(Metrics metrics, Snapshots snapshots) {
    metrics.gauge("snapshot.flags", "Flags in memory.", snapshots::size);
    metrics.gauge(
        "snapshot.quarantined",
        "Flags whose definition this engine cannot read.",
        snapshots::quarantined);
  }
}
