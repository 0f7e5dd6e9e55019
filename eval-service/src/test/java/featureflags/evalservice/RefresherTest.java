package featureflags.evalservice;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import featureflags.testkit.Await;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What a refresher has loaded when the service says that it is ready.
final class RefresherTest {
  private static final Scope OTHER = new Scope("default", "development");

  private final Snapshots snapshots = new Snapshots();
  private final CompletableFuture<Boolean> loadedBeforeTheLast = new CompletableFuture<>();

  @Test
  void aServiceIsNotReadyBeforeEveryEnvironmentIsThere() {
    try (var refresher = refresher(false)) {
      refresher.start();

      Await.until("ready", Service.PATIENCE, snapshots::isLoaded, loaded -> loaded);
      assertThat(loadedBeforeTheLast.join()).isFalse();
      assertThat(snapshots.revision(OTHER)).isEqualTo(1);
      assertThat(snapshots.revision(Scope.DEFAULT)).isEqualTo(1);
    }
  }

  @Test
  void aServiceIsReadyWithWhatThereIsWhenTheStoresFailInBetween() {
    try (var refresher = refresher(true)) {
      refresher.start();

      Await.until("ready", Service.PATIENCE, snapshots::isLoaded, loaded -> loaded);
      assertThat(snapshots.revision(OTHER)).isEqualTo(1);
      assertThat(snapshots.revision(Scope.DEFAULT)).isEqualTo(-1);
    }
  }

  /// @param failing whether the stores fail behind the first environment
  private Refresher refresher(boolean failing) {
    return new Refresher(
        snapshots,
        new Refresher.Cache() {
          @Override
          public Map<Scope, Long> revisions() {
            var revisions = new LinkedHashMap<Scope, Long>();
            revisions.put(OTHER, 1L);
            revisions.put(Scope.DEFAULT, 1L);
            return revisions;
          }

          @Override
          public Optional<Delta> newerThan(
              Scope scope, long revision, Map<DocumentName, Integer> held) {
            if (scope.equals(Scope.DEFAULT)) {
              loadedBeforeTheLast.complete(snapshots.isLoaded());
              if (failing) {
                throw new Unavailable("Redis", new IllegalStateException("a test"));
              }
            }
            return Optional.of(new Delta(scope, 0, 1, List.of(), List.of()));
          }

          @Override
          public void refill(Delta delta) {}
        },
        new Refresher.Truth() {
          @Override
          public Map<Scope, Long> revisions() {
            throw new Unavailable("PostgreSQL", new IllegalStateException("test"));
          }

          @Override
          public Optional<Delta> newerThan(Scope scope, long revision) {
            throw new Unavailable("PostgreSQL", new IllegalStateException("test"));
          }
        },
        new SplittableRandom(1));
  }
}
