package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.Scope;
import featureflags.chassis.Log;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The snapshots that this service answers from, one for each environment. Readers take no lock;
/// each change is published by one volatile write. A snapshot never goes back in revision.
final class Snapshots {
  private static final Log LOG = Log.of(Snapshots.class);

  private volatile Map<Scope, Snapshot> held = Map.of();
  private volatile boolean complete;

  /// The environment's snapshot, if it is held.
  Optional<Snapshot> of(Scope scope) {
    return Optional.ofNullable(held.get(scope));
  }

  /// Whether anything can be answered.
  boolean any() {
    return !held.isEmpty();
  }

  /// From now on an environment that is not held is one that does not exist.
  void complete() {
    complete = true;
  }

  /// Whether an environment that is not held does not exist, as far as the stores have said.
  boolean isComplete() {
    return complete;
  }

  Collection<Snapshot> all() {
    return held.values();
  }

  /// The revision that is held; −1 for an environment that is not.
  long revision(Scope scope) {
    Snapshot snapshot = held.get(scope);
    return snapshot == null ? -1 : snapshot.revision();
  }

  /// Publishes the snapshot that the delta leads to, if it leads on from what is held.
  ///
  /// @return whether the delta's revision, or a later one, is now held
  synchronized boolean apply(Delta delta) {
    long revision = revision(delta.scope());
    if (revision >= delta.to()) {
      return true;
    }
    if (revision < 0 ? delta.from() > 0 : !delta.follows(revision)) {
      return false;
    }
    Snapshot next =
        of(delta.scope()).map(now -> now.with(delta)).orElseGet(() -> Snapshot.of(delta));
    var all = new HashMap<>(held);
    all.put(delta.scope(), next);
    held = all;
    warnOfFlaws(delta, next);
    return true;
  }

  private static void warnOfFlaws(Delta delta, Snapshot next) {
    delta.changed().stream()
        .flatMap(document -> next.flag(document.key()).stream())
        .filter(flag -> !flag.flaw().isEmpty())
        .forEach(flag ->
            LOG.warning(
                "flag-quarantined",
                "scope",
                next.scope(),
                "flag",
                flag.document().key(),
                "why",
                flag.flaw()));
  }

  /// How many flags this engine could not read in full.
  long quarantined() {
    return held.values().stream().mapToLong(Snapshot::quarantined).sum();
  }

  /// How many flags are held.
  long size() {
    return held.values().stream().mapToLong(snapshot -> snapshot.flags().size()).sum();
  }
}
