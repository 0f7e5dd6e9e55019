package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.NOWHERE;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.STAGING;
import static featureflags.postgres.Flags.draft;
import static featureflags.postgres.Segments.excluded;
import static featureflags.postgres.Segments.included;
import static featureflags.postgres.Segments.keys;
import static featureflags.postgres.Segments.many;
import static featureflags.postgres.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Draft;
import featureflags.catalog.KeyCount;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.Unavailable;
import featureflags.engine.Condition;
import featureflags.engine.Flag;
import featureflags.engine.Percentage;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.SubjectSet;
import featureflags.json.SegmentEntryShape;
import featureflags.postgres.SegmentStore.Created;
import featureflags.postgres.SegmentStore.Deleted;
import featureflags.postgres.SegmentStore.Listed;
import featureflags.postgres.SegmentStore.Saved;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SegmentStoreIT {
  private static final Expected ANY = new Expected.Any();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

  private Home home;
  private SegmentStore store;
  private FlagStore flags;
  private SnapshotSource snapshots;

  @BeforeAll
  void open() {
    home = Home.fresh();
    var clock = InstantSource.fixed(NOW.plusNanos(234));
    store = new SegmentStore(home.postgres(), clock);
    flags = new FlagStore(home.postgres(), clock);
    snapshots = new SnapshotSource(home.postgres());
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void whatIsCreatedIsFoundAsItWasReturned() {
    Created created = store.create(SCOPE, segment("found"), List.of(), AUTHOR);

    var entry = SegmentEntry.created(segment("found"), 1, NOW);
    assertThat(created).isEqualTo(new Created.Done(entry));
    assertThat(store.find(SCOPE, "found")).contains(entry);
    assertThat(store.find(STAGING, "found")).isEmpty();
    assertThat(store.create(SCOPE, segment("found"), List.of(), AUTHOR))
        .isEqualTo(new Created.Taken());
  }

  @Test
  void whatIsNotThereIsMissing() {
    assertThat(store.create(NOWHERE, segment("x"), List.of(), AUTHOR))
        .isEqualTo(new Created.NoScope());
    assertThat(store.find(SCOPE, "none")).isEmpty();
    assertThat(store.update(SCOPE, "none", ANY, draft -> draft, List.of(), AUTHOR))
        .isEqualTo(new Saved.Missing());
    assertThat(store.delete(SCOPE, "none", ANY, AUTHOR)).isEqualTo(new Deleted.Missing());
    assertThat(store.add(included("none"), ANY, keys("u"), AUTHOR)).isEqualTo(new Listed.Missing());
    assertThat(store.read(included("none"), _ -> {})).isEmpty();
    assertThat(store.knows(SCOPE, "none")).isFalse();
  }

  @Test
  void eachEditMakesTheNextVersionAndTheNextRevision() {
    long start = revision();

    store.create(SCOPE, segment("steps"), List.of(), AUTHOR);
    done(store.update(SCOPE, "steps", version(1), SegmentStoreIT::renamed, List.of(), AUTHOR));
    done(store.add(included("steps"), version(2), keys("a", "b", "b"), AUTHOR));
    done(store.remove(included("steps"), version(3), keys("b", "c"), AUTHOR));
    SegmentEntry last =
        done(store.replace(excluded("steps"), version(4), keys("x", "y", "x"), AUTHOR));

    assertThat(last.version()).isEqualTo(5);
    assertThat(last.included()).isEqualTo(new KeyCount(1, 1));
    assertThat(last.excluded()).isEqualTo(new KeyCount(2, 1));
    assertThat(last.draft().name()).isEqualTo("Renamed");
    assertThat(store.find(SCOPE, "steps")).contains(last);
    assertThat(read(included("steps"))).isEqualTo("a\n");
    assertThat(read(excluded("steps"))).isEqualTo("x\ny\n");
    assertThat(revision()).isEqualTo(start + 5);
  }

  @Test
  void anEditThatChangesNothingMakesNoVersion() {
    store.create(SCOPE, segment("same"), List.of(), AUTHOR);
    store.replace(included("same"), ANY, many(1_800).iterator(), AUTHOR);
    SegmentEntry current = store.find(SCOPE, "same").orElseThrow();
    List<String> before = home.everything();

    assertThat(store.update(SCOPE, "same", ANY, draft -> draft, List.of(), AUTHOR))
        .isEqualTo(new Saved.Already(current));
    assertThat(store.add(included("same"), ANY, keys("user-7", "user-8"), AUTHOR))
        .isEqualTo(new Listed.Already(current));
    assertThat(store.remove(included("same"), ANY, keys("nobody"), AUTHOR))
        .isEqualTo(new Listed.Already(current));
    assertThat(store.replace(included("same"), ANY, many(1_800).reversed().iterator(), AUTHOR))
        .isEqualTo(new Listed.Already(current));
    assertThat(store.replace(excluded("same"), ANY, keys(), AUTHOR))
        .isEqualTo(new Listed.Already(current));
    assertThat(home.everything()).isEqualTo(before);
  }

  @Test
  void aStaleVersionStoresNothingAndTellsTheCurrentOne() {
    store.create(SCOPE, segment("stale"), List.of(), AUTHOR);
    SegmentEntry current = done(store.add(included("stale"), ANY, keys("a"), AUTHOR));
    List<String> before = home.everything();

    assertThat(store.update(SCOPE, "stale", version(1), SegmentStoreIT::renamed, List.of(), AUTHOR))
        .isEqualTo(new Saved.Stale(current));
    assertThat(store.delete(SCOPE, "stale", version(1), AUTHOR))
        .isEqualTo(new Deleted.Stale(current));
    assertThat(store.replace(included("stale"), version(1), keys("b"), AUTHOR))
        .isEqualTo(new Listed.Stale(current));
    assertThat(home.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''   | is empty
          a\\nb | holds a line feed, which stands between keys
          a\\0b | holds the character U+0000, which cannot be stored
          """)
  void aKeyThatMayNotBeListedIsToldWithItsPlace(String key, String why) {
    store.create(SCOPE, segment("unfit"), List.of(), AUTHOR);
    String written = key.replace("\\n", "\n").replace("\\0", "\0");

    assertThat(store.add(included("unfit"), ANY, keys("fine", written), AUTHOR))
        .isEqualTo(new Listed.Unfit(2, why));
    assertThat(read(included("unfit"))).isEmpty();
  }

  @Test
  void keysOfAnyCharactersAndOfTheGreatestLengthAreKept() {
    store.create(SCOPE, segment("odd"), List.of(), AUTHOR);
    String longest = "😀".repeat(SubjectSet.MAX_KEY_LENGTH / 2);

    done(
        store.add(
            included("odd"), ANY, keys("\uE000", "😀", "b\r", " ", "\"{,}\\", longest), AUTHOR));

    assertThat(read(included("odd")))
        .isEqualTo(" \n\"{,}\\\nb\r\n😀\n" + longest + "\n\uE000\n"); // as UTF-16 sorts them
    assertThat(store.add(included("odd"), ANY, keys(longest + "x"), AUTHOR))
        .isEqualTo(new Listed.Unfit(1, "has 1025 characters; at most 1024 are allowed"));
  }

  @Test
  void aKeyIsAddedByWritingOnePart() {
    store.create(SCOPE, segment("one"), List.of(), AUTHOR);
    done(store.replace(included("one"), ANY, many(20_000).iterator(), AUTHOR));
    long before = revision();

    done(store.add(included("one"), ANY, keys("somebody"), AUTHOR));

    Delta delta = snapshots.newerThan(SCOPE, before).orElseThrow();
    assertThat(delta.changed())
        .extracting(Document::name, Document::version)
        .containsExactly(
            tuple(new DocumentName.OfSegment("one"), 3),
            tuple(Segments.part("one", SubjectSet.partOf("somebody", 32)), 3));
    assertThat(delta.removed()).isEmpty();
  }

  @Test
  void aListThatGrowsAndShrinksIsDividedAnewAndKeepsItsKeys() {
    store.create(SCOPE, segment("grows"), List.of(), AUTHOR);
    ListName list = included("grows");
    var parts = new ArrayList<Integer>();
    for (int count : List.of(2_000, 2_001, 4_000, 9_000)) {
      parts.add(done(store.add(list, ANY, many(count).iterator(), AUTHOR)).included().parts());
      assertDivided("grows", many(count));
    }
    for (int count : List.of(2_000, 1_999, 3)) {
      var gone = many(9_000).subList(count, 9_000);
      parts.add(done(store.remove(list, ANY, gone.iterator(), AUTHOR)).included().parts());
      assertDivided("grows", many(count));
    }

    assertThat(parts).containsExactly(1, 2, 2, 16, 2, 2, 1);
    assertThat(done(store.replace(list, ANY, many(40_000).iterator(), AUTHOR)).included())
        .isEqualTo(new KeyCount(40_000, 64));
    assertDivided("grows", many(40_000));
    assertThat(done(store.replace(list, ANY, keys("a"), AUTHOR)).included())
        .isEqualTo(new KeyCount(1, 1));
    assertDivided("grows", List.of("a"));
  }

  @Test
  void aDeletedSegmentIsGoneAndItsKeyCanBeUsedAgain() {
    store.create(SCOPE, segment("gone"), List.of(), AUTHOR);
    done(store.add(included("gone"), ANY, keys("a"), AUTHOR));
    done(store.add(excluded("gone"), ANY, keys("b"), AUTHOR));
    long before = revision();

    assertThat(store.delete(SCOPE, "gone", version(3), AUTHOR)).isEqualTo(new Deleted.Done());

    assertThat(store.find(SCOPE, "gone")).isEmpty();
    assertThat(store.knows(SCOPE, "gone")).isTrue();
    assertThat(store.delete(SCOPE, "gone", ANY, AUTHOR)).isEqualTo(new Deleted.Missing());
    assertThat(snapshots.newerThan(SCOPE, before).orElseThrow().removed())
        .containsExactly(
            new DocumentName.OfSegment("gone"),
            new DocumentName.OfPart("gone", SegmentList.EXCLUDED, 0),
            new DocumentName.OfPart("gone", SegmentList.INCLUDED, 0));
    assertThat(snapshots.newerThan(SCOPE, 0).orElseThrow().changed())
        .extracting(Document::key)
        .doesNotContain("gone");

    var again = SegmentEntry.created(segment("gone"), 5, NOW);
    assertThat(store.create(SCOPE, segment("gone"), List.of(), AUTHOR))
        .isEqualTo(new Created.Done(again));
    assertThat(read(included("gone"))).isEmpty();
  }

  @Test
  void aSegmentThatAFlagInUseRefersToIsNotDeleted() {
    store.create(SCOPE, segment("used"), List.of(), AUTHOR);
    store.create(SCOPE, segment("other"), List.of(), AUTHOR);
    flags.create(SCOPE, draft("payments"), AUTHOR);
    flags.create(SCOPE, referring("user-2", "used"), AUTHOR);
    flags.create(SCOPE, referring("user-1", "used"), AUTHOR);
    flags.create(SCOPE, referring("bystander", "other"), AUTHOR);
    flags.create(SCOPE, referring("archived", "used"), AUTHOR);
    flags.archive(SCOPE, "archived", ANY, AUTHOR);
    List<String> before = home.everything();

    assertThat(store.delete(SCOPE, "used", ANY, AUTHOR))
        .isEqualTo(new Deleted.InUse(List.of("user-1", "user-2")));
    assertThat(home.everything()).isEqualTo(before);

    flags.archive(SCOPE, "user-1", ANY, AUTHOR);
    flags.update(SCOPE, "user-2", ANY, _ -> referring("user-2", "other"), AUTHOR);
    assertThat(store.delete(SCOPE, "used", ANY, AUTHOR)).isEqualTo(new Deleted.Done());
  }

  @Test
  void aFlagIsStoredWithWhatItRefersTo() {
    store.create(SCOPE, segment("beta"), List.of(), AUTHOR);
    flags.create(SCOPE, draft("payments"), AUTHOR);
    flags.create(SCOPE, referring("refers", "beta"), AUTHOR);

    assertThat(home.column("SELECT segments::text FROM flag WHERE key = 'refers'"))
        .containsExactly("{beta}");
    assertThat(home.column("SELECT depends_on::text FROM flag WHERE key = 'refers'"))
        .containsExactly("{payments}");
  }

  @Test
  void eachEditHasOneLineOfTheTrail() {
    store.create(SCOPE, segment("lines"), List.of(), AUTHOR);
    store.update(SCOPE, "lines", ANY, SegmentStoreIT::renamed, List.of(), AUTHOR);
    store.add(included("lines"), ANY, keys("b", "a"), AUTHOR);
    store.remove(included("lines"), ANY, keys("a", "z"), AUTHOR);
    SegmentEntry last = done(store.replace(excluded("lines"), ANY, many(150).iterator(), AUTHOR));
    store.delete(SCOPE, "lines", ANY, AUTHOR);

    var lines =
        new ChangeTrail(home.postgres())
                .page(SCOPE, Changed.SEGMENT, "lines", TimeRange.ALL, Long.MAX_VALUE, 10)
                .items()
                .stream()
                .map(TrailEntry::change)
                .toList();

    assertThat(lines)
        .extracting(ChangeRecord::kind)
        .containsExactly("deleted", "updated", "updated", "updated", "updated", "created");
    assertThat(lines).extracting(ChangeRecord::version).containsExactly(6, 5, 4, 3, 2, 1);
    assertThat(lines).extracting(ChangeRecord::time).containsOnly(NOW);
    assertThat(lines).extracting(ChangeRecord::author).containsOnly(AUTHOR);
    assertThat(lines.getFirst().after()).isEqualTo("null");
    assertThat(lines.getLast().before()).isEqualTo("null");
    for (int i = 0; i + 1 < lines.size(); i++) {
      assertThat(lines.get(i).before()).isEqualTo(lines.get(i + 1).after());
    }
    assertThat(lines.get(1).after()).isEqualTo(SegmentEntryShape.document(last).text());
    assertThat(lines.get(5).instructions()).isEqualTo("[]");
    assertThat(lines.get(3).instructions())
        .isEqualTo(
            "[{\"kind\":\"addKeys\",\"list\":\"included\",\"count\":2,\"keys\":[\"a\",\"b\"]}]");
    assertThat(lines.get(2).instructions())
        .isEqualTo(
            "[{\"kind\":\"removeKeys\",\"list\":\"included\",\"count\":1,\"keys\":[\"a\"]}]");
    assertThat(lines.get(1).instructions())
        .startsWith(
            "[{\"kind\":\"replaceKeys\",\"list\":\"excluded\",\"count\":150,\"keys\":[\"user-0\"")
        .endsWith("\"user-99\"]}]");
  }

  @Test
  void segmentsAreListedByKeyInPages() {
    for (String key : List.of("list-b", "list-a", "list-c", "list-d")) {
      store.create(SCOPE, segment(key), List.of(), AUTHOR);
    }
    store.delete(SCOPE, "list-c", ANY, AUTHOR);

    var first = store.list(SCOPE, "LIST-", "", 2);
    var second = store.list(SCOPE, "LIST-", "list-b", 2);

    assertThat(first.items()).extracting(Document::key).containsExactly("list-a", "list-b");
    assertThat(first.more()).isTrue();
    assertThat(second.items()).extracting(Document::key).containsExactly("list-d");
    assertThat(second.more()).isFalse();
    assertThat(SegmentEntryShape.read(second.items().getFirst()))
        .isEqualTo(store.find(SCOPE, "list-d").orElseThrow());
  }

  @Test
  void ofManyCreatesOfOneKeyExactlyOneIsDone() {
    store.create(SCOPE, segment("raced-again"), List.of(), AUTHOR);
    store.delete(SCOPE, "raced-again", ANY, AUTHOR);

    for (String key : List.of("raced", "raced-again")) {
      var outcomes = AtOnce.run(50, _ -> store.create(SCOPE, segment(key), List.of(), AUTHOR));

      assertThat(outcomes).filteredOn(Created.Done.class::isInstance).hasSize(1);
      assertThat(outcomes).filteredOn(Created.Taken.class::isInstance).hasSize(49);
    }
  }

  @Test
  void keysThatManyAddAndRemoveAtOnceAllCount() {
    store.create(SCOPE, segment("crowd"), List.of(), AUTHOR);
    store.add(included("crowd"), ANY, many(100).iterator(), AUTHOR);
    long start = revision();

    AtOnce.run(
        40,
        i ->
            i % 2 == 0
                ? store.add(included("crowd"), ANY, keys("new-" + i), AUTHOR)
                : store.remove(included("crowd"), ANY, keys("user-" + i), AUTHOR));

    SegmentEntry now = store.find(SCOPE, "crowd").orElseThrow();
    assertThat(now.included().count()).isEqualTo(100);
    assertThat(now.version()).isEqualTo(42);
    assertThat(read(included("crowd")).lines()).hasSize(100).contains("new-38", "user-38");
    assertThat(revision()).isEqualTo(start + 40);
  }

  @Test
  void flagsAndSegmentsThatAreWrittenAtOnceNeverWaitForEachOtherInACircle() {
    var outcomes =
        AtOnce.run(
            60,
            i ->
                switch (i % 3) {
                  case 0 -> flags.create(SCOPE, draft("at-once-" + i), AUTHOR);
                  case 1 -> store.create(SCOPE, segment("at-once-" + i), List.of(), AUTHOR);
                  default -> store.delete(SCOPE, "at-once-" + (i - 1), ANY, AUTHOR);
                });

    assertThat(outcomes).hasSize(60);
  }

  @Test
  void aConnectionThatBreaksBetweenTheStatementsLeavesNothingHalfStored() {
    store.create(SCOPE, segment("cut"), List.of(), AUTHOR);
    store.add(included("cut"), ANY, many(10).iterator(), AUTHOR);
    List<String> before = home.everything();
    home.execute(
        """
        CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
        CREATE TRIGGER cut BEFORE INSERT ON trail FOR EACH ROW EXECUTE FUNCTION cut();
        """);

    try {
      assertThatThrownBy(() -> store.replace(included("cut"), ANY, many(30_000).iterator(), AUTHOR))
          .isInstanceOf(Unavailable.class);
      assertThat(home.everything()).isEqualTo(before);
    } finally {
      home.execute("DROP FUNCTION cut CASCADE");
    }
    assertThat(done(store.add(included("cut"), ANY, keys("more"), AUTHOR)).version()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(SegmentList.class)
  void aMillionKeysAreAllThatBothListsHaveRoomFor(SegmentList first) {
    String key = "full-" + first.name();
    store.create(SCOPE, segment(key), List.of(), AUTHOR);
    home.execute(
        "UPDATE segment SET body = replace(body::text, '\"%s\":{\"count\":0',"
                .formatted(first == SegmentList.INCLUDED ? "included" : "excluded")
            + " '\"%s\":{\"count\":999998')::json WHERE key = '%s'"
                .formatted(first == SegmentList.INCLUDED ? "included" : "excluded", key));
    List<String> before = home.everything();

    assertThat(store.add(excluded(key), ANY, keys("a", "b", "c"), AUTHOR))
        .isEqualTo(new Listed.TooMany(1_000_000));
    assertThat(store.add(included(key), ANY, keys("a", "b", "c"), AUTHOR))
        .isEqualTo(new Listed.TooMany(1_000_000));
    ListName other = first == SegmentList.INCLUDED ? excluded(key) : included(key);
    assertThat(store.replace(other, ANY, keys("a", "b", "c"), AUTHOR))
        .isEqualTo(new Listed.TooMany(1_000_000));
    assertThat(home.everything()).isEqualTo(before);
    assertThat(done(store.replace(other, ANY, keys("a", "b"), AUTHOR)).version()).isEqualTo(2);
  }

  @Test
  void aStreamOfMoreThanAMillionKeysIsRefusedBeforeItEnds() {
    store.create(SCOPE, segment("flood"), List.of(), AUTHOR);
    var endless = IntStream.iterate(0, i -> i + 1).mapToObj(Integer::toString).iterator();

    assertThat(store.replace(included("flood"), ANY, endless, AUTHOR))
        .isEqualTo(new Listed.TooMany(1_000_000));
  }

  /// Every part holds the keys that belong to it, and the sizes are told right.
  private void assertDivided(String key, List<String> keys) {
    SegmentEntry entry = store.find(SCOPE, key).orElseThrow();
    int parts = entry.included().parts();
    var expected = SubjectSet.ofKeys(keys);
    List<Document> stored =
        snapshots.newerThan(SCOPE, 0).orElseThrow().changed().stream()
            .filter(document ->
                document.name() instanceof DocumentName.OfPart part && part.segment().equals(key))
            .toList();
    assertThat(entry.included().count()).isEqualTo(keys.size()).isEqualTo(expected.size());
    assertThat(stored.stream().mapToLong(part -> part.text().lines().count()).sum())
        .isEqualTo(keys.size());
    for (Document document : stored) {
      int index = ((DocumentName.OfPart) document.name()).index();
      assertThat(document.text().lines())
          .isSorted()
          .allMatch(each -> SubjectSet.partOf(each, parts) == index && expected.contains(each));
      assertThat(document.version()).isLessThanOrEqualTo(entry.version());
    }
  }

  private static Draft referring(String key, String segment) {
    Draft plain = draft(key);
    Flag flag = plain.flag();
    var condition =
        new Condition.All(
            List.of(
                new Condition.Not(new Condition.InSegment(segment)),
                new Condition.FlagServes("payments", List.of("on"))));
    var rollout = new Rollout(Percentage.EVERYBODY, "userId", key, new Serve.One("on"));
    return new Draft(
        new Flag(
            key,
            flag.type(),
            true,
            flag.variants(),
            "off",
            "off",
            List.of(),
            List.of(new Rule("r1", 1, condition, rollout)),
            flag.rollout()),
        plain.details());
  }

  private static SegmentDraft renamed(SegmentDraft draft) {
    return new SegmentDraft(draft.key(), "Renamed", draft.description(), draft.when());
  }

  private String read(ListName list) {
    var lines = new StringBuilder();
    assertThat(store.read(list, lines::append)).isPresent();
    return lines.toString();
  }

  private long revision() {
    return snapshots.revisions().getOrDefault(SCOPE, -1L);
  }

  private static Expected version(int version) {
    return new Expected.OneOf(List.of(version));
  }

  private static SegmentEntry done(Saved saved) {
    assertThat(saved).isInstanceOf(Saved.Done.class);
    return ((Saved.Done) saved).entry();
  }

  private static SegmentEntry done(Listed listed) {
    assertThat(listed).isInstanceOf(Listed.Done.class);
    return ((Listed.Done) listed).entry();
  }
}
