package featureflags.evalservice;

import featureflags.catalog.Scope;
import featureflags.chassis.Feed;
import featureflags.chassis.Response;
import featureflags.chassis.ServerEvent;
import featureflags.json.OfrepWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells those who follow an environment that its flags have changed. The id of an event is the
/// revision that it tells of.
final class ChangeFeeds {
  private final Snapshots snapshots;
  private final Map<Scope, Feed> feeds = new ConcurrentHashMap<>();

  ChangeFeeds(Snapshots snapshots) {
    this.snapshots = snapshots;
    snapshots.whenPublished(snapshot -> of(snapshot.scope()).publish(event(snapshot.revision())));
  }

  /// The answer to somebody who wants to follow an environment: the changes from now on, and at
  /// once that there was one, unless what he has seen last is the newest.
  Response follow(Scope scope, Optional<String> seen) {
    return Response.following(
        of(scope),
        () -> {
          long revision = snapshots.revision(scope);
          boolean isNew = !seen.equals(Optional.of(Long.toString(revision)));
          return isNew ? Optional.of(event(revision)) : Optional.empty();
        });
  }

  /// How many clients follow, whatever environment.
  long followers() {
    return feeds.values().stream().mapToLong(Feed::followers).sum();
  }

  private Feed of(Scope scope) {
    return feeds.computeIfAbsent(scope, _ -> new Feed());
  }

  private static ServerEvent event(long revision) {
    return new ServerEvent(Long.toString(revision), OfrepWriter.refetch(revision));
  }
}
