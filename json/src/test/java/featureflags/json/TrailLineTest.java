package featureflags.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Author;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.Scope;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.TrailVerdict;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Entries as lines, and what a chain of them gives away.
class TrailLineTest {
  private static final ChangeRecord CHANGE =
      new ChangeRecord(
          Instant.parse("2026-01-05T08:00:00.123456Z"),
          new Scope("shop", "live"),
          Changed.FLAG,
          "checkout",
          new Author("Ada \"Å\" 🙂", "r-1", "why\nnot"),
          "updated",
          2,
          "[]",
          "{\"a\":1}",
          "{\"a\":1.50}");

  private static ChangeRecord version(int version) {
    return new ChangeRecord(
        CHANGE.time(),
        CHANGE.scope(),
        CHANGE.changed(),
        CHANGE.key(),
        CHANGE.author(),
        CHANGE.kind(),
        version,
        CHANGE.instructions(),
        CHANGE.before(),
        CHANGE.after());
  }

  private static List<TrailEntry> chain(int length) {
    var chain = new ArrayList<TrailEntry>();
    String last = TrailEntry.NOTHING;
    for (int i = 1; i <= length; i++) {
      TrailEntry entry = TrailLine.chain(i, version(i), last);
      chain.add(entry);
      last = entry.hash();
    }
    return chain;
  }

  private static TrailVerdict verdict(List<TrailEntry> shown, List<TrailEntry> recorded) {
    var check = new TrailCheck();
    for (TrailEntry entry : shown) {
      var broken = check.next(entry);
      if (broken.isPresent()) {
        return broken.get();
      }
    }
    return recorded.isEmpty()
        ? check.end(0, TrailEntry.NOTHING)
        : check.end(recorded.size(), recorded.getLast().hash());
  }

  private static long broken(UnaryOperator<List<TrailEntry>> attack) {
    List<TrailEntry> chain = chain(5);
    return verdict(attack.apply(new ArrayList<>(chain)), chain)
            instanceof TrailVerdict.Broken(long position, _)
        ? position
        : 0;
  }

  @Test
  void aLineKeepsTheDocumentsAsTheyAreAndEndsWithItsHash() {
    TrailEntry entry = TrailLine.chain(7, CHANGE, "ab".repeat(32));

    assertThat(new String(TrailLine.write(entry), UTF_8))
        .isEqualTo(
            """
            {"position":7,"previous":"%s","time":"2026-01-05T08:00:00.123456Z","project":"shop",\
            "environment":"live","flag":"checkout","kind":"updated","version":2,\
            "actor":"Ada \\"Å\\" 🙂","requestId":"r-1","comment":"why\\nnot","instructions":[],\
            "before":{"a":1},"after":{"a":1.50},"hash":"%s"}
            """
                .formatted("ab".repeat(32), entry.hash()));
  }

  /// With nothing but the line, as somebody would who has an export and a shell.
  @Test
  void theHashIsThatOfTheLineWithoutIt() throws Exception {
    TrailEntry entry = TrailLine.chain(7, CHANGE, TrailEntry.NOTHING);
    String content =
        new String(TrailLine.write(entry), UTF_8)
            .strip()
            .replaceFirst(",\"hash\":\"[0-9a-f]*\"}$", "}");

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));

    assertThat(entry.hash()).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void aTrailThatNobodyTouchedIsIntact() {
    List<TrailEntry> chain = chain(5);

    assertThat(verdict(chain, chain)).isEqualTo(new TrailVerdict.Intact(5, chain.getLast().hash()));
    assertThat(verdict(List.of(), List.of()))
        .isEqualTo(new TrailVerdict.Intact(0, TrailEntry.NOTHING));
  }

  @Test
  void contentThatWasChangedIsFound() {
    assertThat(
            broken(chain -> {
              TrailEntry third = chain.get(2);
              chain.set(2, new TrailEntry(3, version(33), third.previous(), third.hash()));
              return chain;
            }))
        .isEqualTo(3);
  }

  @Test
  void contentThatWasChangedTogetherWithItsHashIsFoundByTheNext() {
    assertThat(
            broken(chain -> {
              chain.set(2, TrailLine.chain(3, version(33), chain.get(2).previous()));
              return chain;
            }))
        .isEqualTo(4);
  }

  @Test
  void theLastEntryCannotBeRewrittenEither() {
    assertThat(
            broken(chain -> {
              chain.set(4, TrailLine.chain(5, version(55), chain.get(4).previous()));
              return chain;
            }))
        .isEqualTo(5);
  }

  @Test
  void whatIsMissingIsFound() {
    for (int i = 0; i < 5; i++) {
      int gone = i;
      assertThat(
              broken(chain -> {
                chain.remove(gone);
                return chain;
              }))
          .isEqualTo(gone + 1);
    }
  }

  @Test
  void anotherBeginningIsFound() {
    assertThat(
            broken(chain -> {
              chain.set(0, TrailLine.chain(1, version(1), "ab".repeat(32)));
              return chain;
            }))
        .isEqualTo(1);
  }

  @Test
  void whatWasAddedPastTheEndIsFound() {
    assertThat(
            broken(chain -> {
              chain.add(TrailLine.chain(6, version(6), chain.getLast().hash()));
              return chain;
            }))
        .isEqualTo(6);
  }
}
