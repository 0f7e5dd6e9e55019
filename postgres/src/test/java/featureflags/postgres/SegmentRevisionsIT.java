package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.draft;
import static featureflags.postgres.Flags.renamed;
import static featureflags.postgres.Segments.excluded;
import static featureflags.postgres.Segments.included;
import static featureflags.postgres.Segments.many;
import static featureflags.postgres.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.json.SegmentEntryShape;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Deltas that carry flags and segments.
@Timeout(60)
final class SegmentRevisionsIT {
  private static final Expected ANY = new Expected.Any();

  private Home home;
  private SegmentStore segments;
  private FlagStore flags;
  private SnapshotSource snapshots;

  @BeforeEach
  void open() {
    home = Home.fresh();
    segments = new SegmentStore(home.postgres(), InstantSource.system());
    flags = new FlagStore(home.postgres(), InstantSource.system());
    snapshots = new SnapshotSource(home.postgres());
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void fromAnyRevisionTheDeltaLeadsToTheWholeSnapshot() {
    var random = new Random(42);
    var states = new HashMap<Long, Map<DocumentName, Document>>();
    states.put(0L, Map.of());
    var texts = new HashMap<String, String>();

    for (int i = 0; i < 120; i++) {
      edit(random, i);
      Delta whole = snapshots.newerThan(SCOPE, 0).orElseThrow();
      states.put(whole.to(), applied(whole, Map.of()));
      for (Document document : whole.changed()) {
        String text =
            texts.putIfAbsent(document.name() + " " + document.version(), document.text());
        assertThat(document.text()).isEqualTo(text == null ? document.text() : text);
      }
    }

    long last = states.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(last).isGreaterThan(50);
    states.forEach((from, state) -> {
      Delta delta = snapshots.newerThan(SCOPE, from).orElseThrow();
      assertThat(delta.to()).isEqualTo(last);
      assertThat(applied(delta, state)).isEqualTo(states.get(last));
    });
  }

  private void edit(Random random, int i) {
    String key = random.nextBoolean() ? "one" : "two";
    int first = random.nextInt(5_000);
    var keys = many(10_000).subList(first, first + random.nextInt(3_000)).iterator();
    ListName list = random.nextInt(4) == 0 ? excluded(key) : included(key);
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> segments.create(SCOPE, segment(key), List.of(), AUTHOR);
      case 3 -> segments.delete(SCOPE, key, ANY, AUTHOR);
      case 4, 5, 6, 7 -> segments.add(list, ANY, keys, AUTHOR);
      case 8, 9, 10 -> segments.remove(list, ANY, keys, AUTHOR);
      case 11, 12 -> segments.replace(list, ANY, keys, AUTHOR);
      default -> {
        flags.create(SCOPE, draft("flag"), AUTHOR);
        flags.update(SCOPE, "flag", ANY, renamed("Name " + i), AUTHOR);
      }
    }
  }

  @Test
  void whatIsReadIsOfOneRevisionWhileAListIsDividedAnew() {
    segments.create(SCOPE, segment("busy"), List.of(), AUTHOR);
    var small = many(10);
    var large = many(6_000);

    var seen =
        AtOnce.run(
            2,
            number -> {
              var deltas = new ArrayList<Delta>();
              for (int i = 0; i < 40; i++) {
                if (number == 0) {
                  List<String> keys = i % 2 == 0 ? large : small;
                  segments.replace(included("busy"), ANY, keys.iterator(), AUTHOR);
                } else {
                  deltas.add(snapshots.newerThan(SCOPE, 0).orElseThrow());
                }
              }
              return deltas;
            });

    assertThat(seen.get(1)).hasSize(40).allSatisfy(SegmentRevisionsIT::assertWhole);
  }

  private static void assertWhole(Delta delta) {
    var entry = SegmentEntryShape.read(delta.changed().getFirst());
    List<Document> parts = delta.changed().subList(1, delta.changed().size());
    assertThat(parts.stream().mapToLong(part -> part.text().lines().count()).sum())
        .isEqualTo(entry.included().count());
    assertThat(parts).hasSizeLessThanOrEqualTo(entry.included().parts());
  }

  private static Map<DocumentName, Document> applied(
      Delta delta, Map<DocumentName, Document> state) {
    var next = new HashMap<>(state);
    delta.changed().forEach(document -> next.put(document.name(), document));
    delta.removed().forEach(next::remove);
    return next;
  }
}
