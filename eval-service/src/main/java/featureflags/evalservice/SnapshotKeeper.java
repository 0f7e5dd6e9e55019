package featureflags.evalservice;

import featureflags.catalog.Scope;
import featureflags.chassis.Log;
import featureflags.chassis.Threads;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Writes the snapshots that changed to their files, once a second at most and when it closes, on a
/// thread of its own.
final class SnapshotKeeper implements AutoCloseable {
  private static final Log LOG = Log.of(SnapshotKeeper.class);
  private static final long INTERVAL_MILLIS = 1_000;

  private final Snapshots snapshots;
  private final SnapshotFiles files;
  private final Map<Scope, Long> kept = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private boolean failing;

  private SnapshotKeeper(Snapshots snapshots, SnapshotFiles files) {
    this.snapshots = snapshots;
    this.files = files;
    this.thread = Thread.ofPlatform().daemon().name("snapshot-keeper").unstarted(this::run);
  }

  static SnapshotKeeper start(Snapshots snapshots, SnapshotFiles files) {
    var keeper = new SnapshotKeeper(snapshots, files);
    keeper.thread.start();
    return keeper;
  }

  private void run() {
    try {
      while (!closing.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        keep();
      }
      keep();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    for (Snapshot snapshot : snapshots.all()) {
      if (kept.getOrDefault(snapshot.scope(), -1L) != snapshot.revision()) {
        keep(snapshot);
      }
    }
  }

  private void keep(Snapshot snapshot) {
    try {
      files.write(snapshot);
      kept.put(snapshot.scope(), snapshot.revision());
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warning("snapshot-not-kept", "scope", snapshot.scope(), "why", e.toString());
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Threads.awaitEnd(thread);
  }
}
