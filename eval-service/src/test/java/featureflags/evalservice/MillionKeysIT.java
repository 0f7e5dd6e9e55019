package featureflags.evalservice;

import static featureflags.evalservice.Segments.id;
import static featureflags.evalservice.Segments.segment;
import static featureflags.testkit.ContextBuilder.subject;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.KeyCount;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentList;
import featureflags.engine.Condition;
import featureflags.engine.SubjectSet;
import featureflags.json.DeltaShape;
import featureflags.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A segment of a million ids of 36 characters (and room for a few more), from PostgreSQL to an
/// answer.
@Timeout(120)
final class MillionKeysIT {
  private static final int MILLION = 999_990;
  private static final long MEGABYTE = 1_000_000;

  @Test
  void aMillionKeysCostLittleHeapAndOneMoreKeyIsOnePartOfAThousand(@TempDir Path folder)
      throws IOException {
    try (var stores = Stores.open()) {
      stores.commit(segment("beta"));
      stores.commit(
          Scope.DEFAULT,
          flag("f").enabled().rule(when(new Condition.InSegment("beta")).serve("on")).build());
      var ids = IntStream.range(0, MILLION).mapToObj(Segments::id).iterator();

      long began = System.nanoTime();
      var entry = stores.list("beta", SegmentList.INCLUDED, ids);
      tell("stored", began);
      assertThat(entry.included()).isEqualTo(new KeyCount(MILLION, 1_024));

      long cost = heapOfSnapshot(stores);
      System.out.printf("MEASURED heap: %.1f MB%n", (double) cost / MEGABYTE);
      assertThat(cost).isBetween(36 * MEGABYTE, 100 * MEGABYTE);
      Snapshot snapshot = load(stores);
      assertThat(IntStream.range(0, MILLION).filter(i -> i % 97 == 0).mapToObj(Segments::id))
          .allMatch(id -> isIn(snapshot, id));
      assertThat(IntStream.range(MILLION, MILLION + 10_000).mapToObj(Segments::id))
          .noneMatch(id -> isIn(snapshot, id));

      began = System.nanoTime();
      stores.include("beta", "one more");
      tell("one key stored", began);
      Delta delta = stores.source().newerThan(Scope.DEFAULT, snapshot.revision()).orElseThrow();
      int part = SubjectSet.partOf("one more", 1_024);
      assertThat(delta.changed())
          .extracting(Document::name)
          .containsExactly(
              new DocumentName.OfSegment("beta"),
              new DocumentName.OfPart("beta", SegmentList.INCLUDED, part));
      assertThat(delta.removed()).isEmpty();
      assertThat(DeltaShape.write(delta)).hasSizeLessThan(50_000);

      began = System.nanoTime();
      Snapshot next = snapshot.with(delta);
      tell("one key applied", began);
      assertThat(isIn(next, "one more")).isTrue();
      assertThat(isIn(snapshot, "one more")).isFalse();

      keep(folder, next);
      serve(stores, folder);
    }
  }

  private static void keep(Path folder, Snapshot snapshot) throws IOException {
    var files = new SnapshotFiles(folder);
    long began = System.nanoTime();
    files.write(snapshot);
    tell("written to disk", began);
    began = System.nanoTime();
    files.write(snapshot);
    tell("written to disk without a change of the segment", began);
    began = System.nanoTime();
    Delta read = new SnapshotFiles(folder).read().getFirst();
    tell("read from disk", began);
    assertThat(read.to()).isEqualTo(snapshot.revision());
    assertThat(isIn(Snapshot.of(read), id(5))).isTrue();
  }

  /// What is free again when a snapshot is let go: what was there before it, such as the driver's
  /// buffers, may be gone by then.
  private static long heapOfSnapshot(Stores stores) {
    var held = new ArrayList<>(List.of(load(stores)));
    long with = usedHeap();
    assertThat(held).hasSize(1); // until now
    held.clear();
    return with - usedHeap();
  }

  private static Snapshot load(Stores stores) {
    long began = System.nanoTime();
    Delta whole = stores.source().newerThan(Scope.DEFAULT, 0).orElseThrow();
    tell("read from PostgreSQL", began);
    began = System.nanoTime();
    Snapshot snapshot = Snapshot.of(whole);
    tell("compiled", began);
    return snapshot;
  }

  private static void serve(Stores stores, Path folder) {
    stores.publish(Scope.DEFAULT);
    long began = System.nanoTime();
    try (var service = Service.ready(stores.environment(folder))) {
      await(service, id(77), "on");
      tell("answered by a service that starts", began);
      stores.awaitListener();

      began = System.nanoTime();
      stores.list("beta", SegmentList.EXCLUDED, List.of(id(77)).iterator());
      stores.publish(Scope.DEFAULT);
      await(service, id(77), "off");
      tell("one key changed and answered", began);
      assertThat(serves(service, id(79))).isEqualTo("on");
    }
  }

  private static void await(Service service, String user, String variant) {
    Await.until(user, Service.PATIENCE, () -> serves(service, user), variant::equals);
  }

  private static String serves(Service service, String user) {
    return service
        .post("/evaluate", "{\"flagKey\":\"f\",\"context\":{\"userId\":\"%s\"}}".formatted(user))
        .at("variant");
  }

  private static boolean isIn(Snapshot snapshot, String user) {
    return snapshot
        .ruleset()
        .flag("f")
        .orElseThrow()
        .evaluate(subject(user).build(), snapshot.ruleset())
        .variant()
        .key()
        .equals("on");
  }

  private static void tell(String what, long began) {
    System.out.printf(
        "MEASURED a million keys: %s in %.1f ms%n", what, (System.nanoTime() - began) / 1e6);
  }

  private static long usedHeap() {
    var runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
