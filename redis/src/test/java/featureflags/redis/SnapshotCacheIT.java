package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentList;
import featureflags.catalog.Unavailable;
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
  void segmentsAndTheirPartsAreKeptBesideTheFlags() {
    var segment = new Document(new DocumentName.OfSegment("checkout"), 4, "{\"segment\":1}");
    var part = part("checkout", SegmentList.EXCLUDED, 7, 4, "a b\n😀\n");
    var delta = delta(0, 7, document("checkout", 3), segment, part);

    cache.apply(delta);

    assertSame(cache.snapshot(Scope.DEFAULT).orElseThrow(), delta);
    assertThat(cache.flags(Scope.DEFAULT).orElseThrow()).containsExactly(document("checkout", 3));
    assertThat(
            cache.documents(
                Scope.DEFAULT,
                List.of(part.name(), new DocumentName.OfSegment("none"), segment.name())))
        .containsExactlyInAnyOrder(part, segment);
    assertThat(cache.documents(Scope.DEFAULT, List.of())).isEmpty();

    cache.apply(new Delta(Scope.DEFAULT, 7, 8, List.of(), List.of(part.name(), segment.name())));
    assertThat(cache.snapshot(Scope.DEFAULT).orElseThrow().changed())
        .containsExactly(document("checkout", 3));
  }

  @Test
  void onlyWhatIsNotHeldIsRead() {
    cache.apply(delta(0, 5, document("kept", 1), document("old", 2), document("gone", 3)));
    var held = Map.<DocumentName, Integer>of(name("kept"), 1, name("old"), 2, name("gone"), 3);
    assertThat(cache.newerThan(Scope.DEFAULT, 5, held)).isEmpty();
    cache.apply(
        new Delta(
            Scope.DEFAULT,
            5,
            9,
            List.of(document("old", 4), document("new", 1)),
            List.of(name("gone"))));
    redis.call(commands -> commands.hdel(Keys.documents(Scope.DEFAULT), "kept@1"));

    Delta newer = cache.newerThan(Scope.DEFAULT, 5, held).orElseThrow();

    assertThat(newer.from()).isEqualTo(5);
    assertThat(newer.to()).isEqualTo(9);
    assertThat(newer.changed()).containsExactlyInAnyOrder(document("old", 4), document("new", 1));
    assertThat(newer.removed()).containsExactly(name("gone"));
    assertThatThrownBy(() -> cache.snapshot(Scope.DEFAULT))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("lost documents");
  }

  /// 1,024 parts as a million ids of 36 characters have them.
  @Test
  void aSegmentOfAMillionKeysGoesInAndOutWithinTheDeadlineOfEachCall() {
    var parts = IntStream.range(0, 1_024).mapToObj(i -> full(i, 1)).toList();
    var whole = new Delta(Scope.DEFAULT, 0, 3, parts, List.of());
    var others = IntStream.range(0, 1_024).mapToObj(i -> full(i, 2)).toList();
    var replaced = new Delta(Scope.DEFAULT, 3, 4, others, List.of());

    long began = System.nanoTime();
    assertThat(cache.apply(whole)).isEqualTo(Outcome.APPLIED);
    long applied = System.nanoTime();
    assertSame(cache.snapshot(Scope.DEFAULT).orElseThrow(), whole);
    long read = System.nanoTime();
    assertThat(cache.apply(replaced)).isEqualTo(Outcome.APPLIED);
    long again = System.nanoTime();
    assertSame(cache.snapshot(Scope.DEFAULT).orElseThrow(), replaced);
    assertThat(cache.apply(replaced)).isEqualTo(Outcome.ALREADY_THERE);
    var late = IntStream.range(0, 60).mapToObj(i -> full(i, 3)).toList();
    assertThat(cache.apply(new Delta(Scope.DEFAULT, 5, 6, late, List.of()))).isEqualTo(Outcome.GAP);
    long fields = redis.call(commands -> commands.hlen(Keys.documents(Scope.DEFAULT)));
    assertThat(fields).isEqualTo(1_025);

    System.out.printf(
        "MEASURED a million keys: cached in %d ms, read in %d ms, replaced in %d ms%n",
        (applied - began) / 1_000_000, (read - applied) / 1_000_000, (again - read) / 1_000_000);
    List<String> keys = redis.call(commands -> commands.keys("*"));
    assertThat(keys)
        .containsExactlyInAnyOrder(
            Keys.documents(Scope.DEFAULT), Keys.versions(Scope.DEFAULT), Keys.REVISIONS);
  }

  /// Deltas that are too large for one call, by writers at once: what is read is always one of
  /// them, whole.
  @Test
  void largeDeltasAreSeenWholeOrNotAtAll() throws Exception {
    int last = 12;
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < 3; writer++) {
        int first = writer;
        var _ =
            writers.submit(() -> {
              for (int to = 1 + first; to <= last; to++) {
                cache.apply(large(to % 2 == 0 ? 0 : to - 1, to));
              }
            });
      }
      long before = 0;
      while (before < last) {
        var snapshot = cache.snapshot(Scope.DEFAULT);
        if (snapshot.isPresent()) {
          Delta read = snapshot.get();
          assertThat(read.to()).isGreaterThanOrEqualTo(before);
          assertThat(read.changed()).hasSize(60);
          assertThat(read.changed()).extracting(Document::version).containsOnly((int) read.to());
          before = read.to();
        }
      }
    }
  }

  @Test
  void whatACrashedWriterLeftIsGoneWithTheNextWholeSnapshot() {
    cache.apply(delta(0, 3, document("checkout", 3)));
    redis.call(commands -> commands.hset(Keys.documents(Scope.DEFAULT), "late@9", new byte[9]));

    cache.apply(delta(0, 4, document("checkout", 4)));

    List<String> fields = redis.call(commands -> commands.hkeys(Keys.documents(Scope.DEFAULT)));
    assertThat(fields).containsExactlyInAnyOrder("checkout@4", "@revision");
  }

  private static Delta large(long from, long to) {
    return new Delta(
        Scope.DEFAULT,
        from,
        to,
        IntStream.range(0, 60).mapToObj(i -> full(i, (int) to)).toList(),
        List.of());
  }

  private static Document full(int index, int version) {
    return part(
        "beta", SegmentList.INCLUDED, index, version, "x".repeat(36).concat("\n").repeat(977));
  }

  private static Document part(
      String segment, SegmentList list, int index, int version, String text) {
    return new Document(new DocumentName.OfPart(segment, list, index), version, text);
  }

  private static DocumentName name(String flag) {
    return new DocumentName.OfFlag(flag);
  }

  @Test
  void aDeltaChangesWhatItNamesAndNothingElse() {
    cache.apply(delta(0, 1, document("kept", 1), document("changed", 1), document("removed", 1)));

    var outcome =
        cache.apply(
            new Delta(
                Scope.DEFAULT, 1, 2, List.of(document("changed", 2)), List.of(name("removed"))));

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
    assertThat(byName(found)).isEqualTo(byName(expected));
  }

  private static Map<DocumentName, Document> byName(Delta delta) {
    var documents = new HashMap<DocumentName, Document>();
    delta.changed().forEach(document -> documents.put(document.name(), document));
    return documents;
  }
}
