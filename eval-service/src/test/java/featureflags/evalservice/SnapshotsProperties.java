package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever deltas of one history come, late, repeated, in any order or not at all: what is held is
/// always exactly what that history had at the revision that is held, and that never goes back.
final class SnapshotsProperties {
  private static final int REVISIONS = 30;
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");

  /// What an environment had at each revision: versions by key, without those archived.
  private static final class History {
    private final List<TreeMap<String, Integer>> states = new ArrayList<>();

    History(Random random) {
      states.add(new TreeMap<>());
      for (int revision = 1; revision <= REVISIONS; revision++) {
        var next = new TreeMap<>(states.getLast());
        String key = KEYS.get(random.nextInt(KEYS.size()));
        if (random.nextInt(3) == 0) {
          next.remove(key);
        } else {
          next.put(key, revision);
        }
        states.add(next);
      }
    }

    Map<String, Integer> at(long revision) {
      return states.get((int) revision);
    }

    Delta delta(int from, int to) {
      List<Document> changed =
          at(to).entrySet().stream()
              .filter(flag -> flag.getValue() > from)
              .map(flag -> new Document(flag.getKey(), flag.getValue(), text(flag.getKey())))
              .toList();
      List<DocumentName> removed =
          KEYS.stream()
              .filter(key -> from > 0 && !at(to).containsKey(key))
              .<DocumentName>map(DocumentName.OfFlag::new)
              .toList();
      return new Delta(Scope.DEFAULT, from, to, changed, removed);
    }

    private static String text(String key) {
      return Stores.document(flag(key).build(), 1).text();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatIsHeldIsWhatTheHistoryHadAtItsRevision(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      var history = new History(random);
      var snapshots = new Snapshots();
      long held = -1;
      for (Delta delta : deltas(history, random)) {
        boolean reached = snapshots.apply(delta);

        long now = snapshots.revision(Scope.DEFAULT);
        boolean leadsOn = held < 0 ? delta.from() == 0 : delta.from() <= held;
        assertThat(now).isEqualTo(leadsOn ? Math.max(held, delta.to()) : held);
        assertThat(reached).isEqualTo(now >= delta.to());
        if (now >= 0) {
          assertThat(versions(snapshots)).isEqualTo(history.at(now));
        }
        held = now;
      }
    }
  }

  @Test
  void whoReadsMeanwhileSeesWholeSnapshotsThatNeverGoBack() throws InterruptedException {
    var history = new History(new Random(7));
    var snapshots = new Snapshots();
    snapshots.apply(history.delta(0, 1));
    var failures = Collections.synchronizedList(new ArrayList<String>());
    var readers =
        IntStream.range(0, 2).mapToObj(_ -> reader(history, snapshots, failures)).toList();
    var writers =
        IntStream.range(0, 3)
            .mapToObj(seed -> Thread.ofPlatform().start(() -> write(history, snapshots, seed)))
            .toList();

    for (Thread writer : writers) {
      writer.join();
    }
    snapshots.apply(history.delta(0, REVISIONS));
    for (Thread reader : readers) {
      reader.join();
    }

    assertThat(failures).isEmpty();
  }

  private static void write(History history, Snapshots snapshots, long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      deltas(history, random).stream()
          .filter(delta -> delta.to() < REVISIONS)
          .forEach(snapshots::apply);
    }
  }

  /// Reads until the last revision is there.
  private static Thread reader(History history, Snapshots snapshots, List<String> failures) {
    return Thread.ofPlatform()
        .start(() -> {
          long last = 0;
          while (last < REVISIONS) {
            var snapshot = snapshots.of(Scope.DEFAULT).orElseThrow();
            if (snapshot.revision() < last
                || !versions(snapshot).equals(history.at(snapshot.revision()))) {
              failures.add("%d after %d".formatted(snapshot.revision(), last));
            }
            last = snapshot.revision();
          }
        });
  }

  private static List<Delta> deltas(History history, Random random) {
    var deltas = new ArrayList<Delta>();
    for (int i = 0; i < 40; i++) {
      int to = random.nextInt(REVISIONS + 1);
      int from = random.nextInt(4) == 0 ? 0 : Math.max(0, to - random.nextInt(4));
      deltas.add(history.delta(from, to));
    }
    if (random.nextBoolean()) {
      deltas.sort((one, other) -> Long.compare(one.to(), other.to()));
    }
    return deltas;
  }

  private static Map<String, Integer> versions(Snapshots snapshots) {
    return versions(snapshots.of(Scope.DEFAULT).orElseThrow());
  }

  private static Map<String, Integer> versions(Snapshot snapshot) {
    return snapshot.flags().stream()
        .collect(
            Collectors.toMap(
                flag -> flag.document().key(),
                flag -> flag.document().version(),
                (one, _) -> one,
                TreeMap::new));
  }
}
