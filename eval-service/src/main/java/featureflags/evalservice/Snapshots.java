package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The snapshots that this service answers from, one for each environment. Readers take no lock;
/// each change is published by one volatile write. A snapshot never goes back in revision.
final class Snapshots {
  private volatile Map<Scope, Snapshot> held = Map.of();
  private volatile boolean loaded;
  private volatile boolean complete;
  private volatile Consumer<Snapshot> listener = _ -> {};
  private final List<Waiting> waiting = new ArrayList<>();

  /// Somebody who waits for an environment's revision.
  private record Waiting(Scope scope, long revision, CompletableFuture<Void> reached) {
    boolean isOver(Scope at, long held) {
      return reached.isDone() || (scope.equals(at) && revision <= held);
    }
  }

  /// The environment's snapshot, if it is held.
  Optional<Snapshot> of(Scope scope) {
    return Optional.ofNullable(held.get(scope));
  }

  /// Whether every environment is held that was there at the start, as far as the nearest source
  /// has said which there are.
  boolean isLoaded() {
    return loaded;
  }

  /// What there is at the start is held.
  void loaded() {
    loaded |= !held.isEmpty();
  }

  /// Has each snapshot told from now on, when it is held, in the order of their revisions. There is
  /// one who listens.
  void whenPublished(Consumer<Snapshot> told) {
    listener = told;
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

  /// Ends when the environment is held at this revision or a later one, or the patience is over.
  synchronized CompletionStage<Void> reaching(Scope scope, long revision, Duration patience) {
    var reached = new CompletableFuture<Void>();
    if (revision(scope) >= revision) {
      reached.complete(null);
      return reached;
    }
    waiting.removeIf(each -> each.reached().isDone());
    waiting.add(new Waiting(scope, revision, reached));
    return reached.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tellThoseWhoWait(Snapshot next) {
    List<Waiting> over =
        waiting.stream().filter(each -> each.isOver(next.scope(), next.revision())).toList();
    waiting.removeAll(over);
    over.forEach(each -> each.reached().complete(null));
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
    Optional<Snapshot> before = of(delta.scope());
    Snapshot next = before.map(now -> now.with(delta)).orElseGet(() -> Snapshot.of(delta));
    var all = new HashMap<>(held);
    all.put(delta.scope(), next);
    held = all;
    listener.accept(next);
    tellThoseWhoWait(next);
    SnapshotFlaws.warn(before, next, delta);
    return true;
  }

  /// How many flags and segments this engine could not read in full, or cannot evaluate soundly.
  long quarantined() {
    return held.values().stream().mapToLong(Snapshot::quarantined).sum();
  }

  /// How many flags are held.
  long flags() {
    return held.values().stream().mapToLong(snapshot -> snapshot.held().size()).sum();
  }

  /// How many segments are held.
  long segments() {
    return held.values().stream().mapToLong(snapshot -> snapshot.groups().size()).sum();
  }

  /// The version of each document of an environment; none when it is not held.
  Map<DocumentName, Integer> versions(Scope scope) {
    return of(scope).map(Snapshot::versions).orElse(Map.of());
  }
}
