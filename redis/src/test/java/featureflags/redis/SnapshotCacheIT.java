package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.embedded.TestStores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotCacheIT {
  private static final Scope STAGING = new Scope("default", "staging");

  private final Redis redis = Servers.connect(TestStores.freshRedis());
  private final SnapshotCache cache = new SnapshotCache(redis);

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void anEmptyCacheKnowsNothing() {
    assertThat(cache.revisions()).isEmpty();
    assertThat(cache.snapshot(Scope.DEFAULT)).isEmpty();
    assertThat(cache.flag(Scope.DEFAULT, "checkout")).isEmpty();
  }

  @Test
  void whatIsAppliedIsReadBack() {
    var delta = delta(0, 7, document("checkout", 3), document("Long.name-with_all.1", 12));

    assertThat(cache.apply(delta)).isEqualTo(Outcome.APPLIED);

    assertThat(cache.revisions()).containsExactly(Map.entry(Scope.DEFAULT, 7L));
    assertSame(cache.snapshot(Scope.DEFAULT).orElseThrow(), delta);
    assertThat(cache.flag(Scope.DEFAULT, "checkout")).contains(document("checkout", 3));
    assertThat(cache.flag(Scope.DEFAULT, "@revision")).isEmpty();
    assertThat(cache.flag(STAGING, "checkout")).isEmpty();
  }

  @Test
  void tenThousandFlagsGoInAndOutAtOnce() {
    var all = IntStream.range(0, 10_000).mapToObj(i -> document("flag-" + i, i + 1)).toList();
    var whole = new Delta(Scope.DEFAULT, 0, 10_000, all, List.of());

    assertThat(cache.apply(whole)).isEqualTo(Outcome.APPLIED);
    assertSame(cache.snapshot(Scope.DEFAULT).orElseThrow(), whole);

    var gone = all.stream().map(Document::name).skip(1).toList();
    assertThat(cache.apply(new Delta(Scope.DEFAULT, 10_000, 10_001, List.of(), gone)))
        .isEqualTo(Outcome.APPLIED);
    assertThat(cache.snapshot(Scope.DEFAULT).orElseThrow().changed())
        .containsExactly(all.getFirst());
  }

  @Test
  void aDeltaChangesWhatItNamesAndNothingElse() {
    cache.apply(delta(0, 1, document("kept", 1), document("changed", 1), document("removed", 1)));

    var outcome =
        cache.apply(
            new Delta(
                Scope.DEFAULT,
                1,
                2,
                List.of(document("changed", 2)),
                List.of(new DocumentName.OfFlag("removed"))));

    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(cache.snapshot(Scope.DEFAULT).orElseThrow().changed())
        .containsExactlyInAnyOrder(document("kept", 1), document("changed", 2));
    assertThat(cache.revisions()).containsEntry(Scope.DEFAULT, 2L);
  }

  @Test
  void aDeltaFromTheBeginningReplacesEverything() {
    cache.apply(delta(0, 1, document("old", 1)));

    cache.apply(delta(0, 5, document("new", 1)));

    assertThat(cache.snapshot(Scope.DEFAULT).orElseThrow().changed())
        .containsExactly(document("new", 1));
  }

  @Test
  void anEmptyScopeIsCachedToo() {
    assertThat(cache.apply(delta(0, 0))).isEqualTo(Outcome.APPLIED);

    assertThat(cache.snapshot(Scope.DEFAULT)).contains(delta(0, 0));
    assertThat(cache.apply(delta(0, 0))).isEqualTo(Outcome.ALREADY_THERE);
  }

  @Test
  void anOldDeltaChangesNothing() {
    cache.apply(delta(0, 5, document("checkout", 5)));

    assertThat(cache.apply(delta(4, 5, document("checkout", 4)))).isEqualTo(Outcome.ALREADY_THERE);
    assertThat(cache.apply(delta(0, 3, document("checkout", 3)))).isEqualTo(Outcome.ALREADY_THERE);

    assertThat(cache.flag(Scope.DEFAULT, "checkout")).contains(document("checkout", 5));
  }

  @Test
  void aDeltaThatStartsTooLateLeavesAGap() {
    assertThat(cache.apply(delta(3, 4, document("checkout", 4)))).isEqualTo(Outcome.GAP);
    cache.apply(delta(0, 2, document("checkout", 2)));

    assertThat(cache.apply(delta(3, 4, document("checkout", 4)))).isEqualTo(Outcome.GAP);

    assertThat(cache.snapshot(Scope.DEFAULT)).contains(delta(0, 2, document("checkout", 2)));
  }

  @Test
  void aDeltaMayOverlapWithWhatIsCached() {
    cache.apply(delta(0, 3, document("checkout", 3)));

    assertThat(cache.apply(delta(1, 6, document("checkout", 6)))).isEqualTo(Outcome.APPLIED);

    assertThat(cache.revisions()).containsEntry(Scope.DEFAULT, 6L);
  }

  @Test
  void scopesDoNotSeeEachOther() {
    cache.apply(delta(0, 3, document("checkout", 3)));
    cache.apply(new Delta(STAGING, 0, 9, List.of(document("search", 9)), List.of()));

    assertThat(cache.revisions()).isEqualTo(Map.of(Scope.DEFAULT, 3L, STAGING, 9L));
    assertThat(cache.snapshot(STAGING).orElseThrow().changed())
        .containsExactly(document("search", 9));
  }

  @Test
  void anEvictedScopeIsSimplyNotCached() {
    cache.apply(delta(0, 3, document("checkout", 3)));
    redis.call(commands -> commands.del(Keys.documents(Scope.DEFAULT)));

    assertThat(cache.apply(delta(3, 4, document("checkout", 4)))).isEqualTo(Outcome.GAP);

    assertThat(cache.apply(delta(0, 3, document("checkout", 3)))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void evictedRevisionsComeBackWithTheNextDeltaHoweverOld() {
    cache.apply(delta(0, 3, document("checkout", 3)));
    redis.call(commands -> commands.del(Keys.REVISIONS));

    assertThat(cache.apply(delta(0, 3, document("checkout", 3)))).isEqualTo(Outcome.ALREADY_THERE);

    assertThat(cache.revisions()).containsEntry(Scope.DEFAULT, 3L);
  }

  /// Fifty writers, each with deltas of its own in an order of its own: whatever the order, the
  /// revision only grows, every snapshot that is read is one that was written, and the last wins.
  @Test
  void theCacheNeverGoesBack() throws Exception {
    int last = 200;
    var deltas = new ArrayList<Delta>();
    for (int to = 1; to <= last; to++) {
      deltas.add(delta(to - 1, to, document("flag", to), document("twin", to)));
      deltas.add(delta(0, to, document("flag", to), document("twin", to)));
      deltas.add(delta(to / 2, to, document("flag", to), document("twin", to)));
    }
    long seed = System.nanoTime();
    Collections.shuffle(deltas, new Random(seed));
    var work = new ConcurrentLinkedQueue<>(deltas);

    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        var _ =
            writers.submit(() -> {
              for (Delta next = work.poll(); next != null; next = work.poll()) {
                cache.apply(next);
              }
            });
      }
      long before = 0;
      while (before < last) {
        long revision = cache.revisions().getOrDefault(Scope.DEFAULT, 0L);
        var snapshot = cache.snapshot(Scope.DEFAULT);
        assertThat(revision).as("seed %d", seed).isGreaterThanOrEqualTo(before);
        before = revision;
        snapshot.ifPresent(read -> {
          assertThat(read.to()).as("seed %d", seed).isGreaterThanOrEqualTo(revision);
          assertThat(read.changed())
              .as("seed %d", seed)
              .containsExactlyInAnyOrder(
                  document("flag", (int) read.to()), document("twin", (int) read.to()));
        });
      }
    }
    assertThat(cache.revisions()).containsEntry(Scope.DEFAULT, (long) last);
  }

  private static Delta delta(long from, long to, Document... documents) {
    return new Delta(Scope.DEFAULT, from, to, List.of(documents), List.of());
  }

  private static Document document(String key, int version) {
    return new Document(
        key, version, "{\"key\": \"%s\", \"name\": \"Ä € 😀 %d\"}".formatted(key, version));
  }

  private static void assertSame(Delta found, Delta expected) {
    assertThat(found.scope()).isEqualTo(expected.scope());
    assertThat(found.from()).isZero();
    assertThat(found.to()).isEqualTo(expected.to());
    assertThat(byKey(found)).isEqualTo(byKey(expected));
  }

  private static Map<String, Document> byKey(Delta delta) {
    var documents = new HashMap<String, Document>();
    delta.changed().forEach(document -> documents.put(document.key(), document));
    return documents;
  }
}
