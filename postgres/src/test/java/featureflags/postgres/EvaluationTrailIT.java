package featureflags.postgres;

import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import featureflags.catalog.VariantCount;
import featureflags.engine.Value;
import featureflags.postgres.EvaluationTrail.Position;
import featureflags.testkit.Await;
import featureflags.testkit.Recordings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EvaluationTrailIT {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

  private Home home;
  private EvaluationTrail trail;

  @BeforeAll
  void open() {
    home = Home.fresh();
    trail = new EvaluationTrail(home.postgres());
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void anEventComesBackAsItWasStored() {
    var nested = new LinkedHashMap<String, Value>();
    nested.put("z", new Value.Items(List.of(new Value.Whole(1), new Value.Decimal(5.0))));
    nested.put("a", new Value.Structure(Map.of("deep", new Value.Nothing())));
    var event =
        new EvaluationEvent(
            UUID.randomUUID(),
            NOON,
            SCOPE,
            "whole",
            7,
            "on",
            "TARGETING_RULE",
            "rule \"1\"",
            "🙂 {\"NULL\",\\} ’",
            Map.of(
                "nested", new Value.Structure(nested),
                "text", new Value.Text("line\nbreak \\ \" 🙂"),
                "large", new Value.Whole(Long.MIN_VALUE),
                "tiny", new Value.Decimal(Double.MIN_VALUE),
                "yes", new Value.Bool(true)));
    var bare = event("whole", NOON.plusMillis(1), "NULL");

    assertThat(trail.store(Recordings.whole(List.of(event, bare))).kept()).isEqualTo(2);

    assertThat(all("whole")).containsExactly(bare, event);
  }

  @Test
  void sixtyFourKibibytesOfAttributesComeBack() {
    var event = attributes("large", Map.of("text", new Value.Text("ü".repeat(32 * 1_024))));

    trail.store(Recordings.whole(List.of(event)));

    assertThat(all("large")).containsExactly(event);
  }

  /// Of letters that do not repeat, three bytes each: more than a page of an index holds.
  @Test
  void theLongestSubjectIsStoredAndFound() {
    String subject =
        new Random(1)
            .ints(1_024, 0x4E00, 0x9FA5)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    var event = event("long", NOON, subject);

    assertThat(trail.store(Recordings.whole(List.of(event))).kept()).isEqualTo(1);

    assertThat(trail.ofSubject(SCOPE, subject, TimeRange.ALL, Position.NEWEST, 10).items())
        .containsExactly(event);
    assertThat(trail.ofSubjectAt(SCOPE, subject, NOON, "", 10).items()).containsExactly(event);
  }

  @Test
  void aTextThatCannotBeStoredIsMendedAndTakesNoNeighbourDown() {
    var event = attributes("mended", Map.of("a\u0000b", new Value.Text("c\u0000\uD800d")));
    var neighbour = event("mended", NOON.plusSeconds(1), "neighbour");

    assertThat(trail.store(Recordings.whole(List.of(event, neighbour))).kept()).isEqualTo(2);

    assertThat(all("mended")).hasSize(2).first().isEqualTo(neighbour);
    assertThat(all("mended").getLast().attributes())
        .isEqualTo(Map.of("a\uFFFDb", new Value.Text("c\uFFFD\uFFFDd")));
  }

  @Test
  void anEventIsStoredOnceHoweverOftenItComes() {
    var events = IntStream.range(0, 10).mapToObj(i -> event("once", NOON, "user-" + i)).toList();
    var twice = new ArrayList<>(events);
    twice.addAll(events);

    assertThat(trail.store(Recordings.whole(List.of())).kept()).isZero();
    assertThat(trail.store(Recordings.whole(twice)).kept()).isEqualTo(10);
    assertThat(trail.store(Recordings.whole(events)).kept()).isZero();
    var oneMore = new ArrayList<>(events.reversed());
    oneMore.add(3, event("once", NOON, "new"));
    assertThat(trail.store(Recordings.whole(oneMore)).kept()).isEqualTo(1);

    assertThat(all("once")).hasSize(11);
  }

  /// As a stand-by lacks what was committed last, when it takes over.
  @Test
  void whatAnotherServerDoesNotKnowIsStoredThereAgain() {
    try (var other = Home.fresh()) {
      var there = new EvaluationTrail(other.postgres());
      for (int i = 0; i < 5; i++) { // each connection of the pool may have had its turn
        there.store(Recordings.whole(List.of(event("lost", NOON, "before"))));
      }
      other.execute(
          """
          DELETE FROM outcome;
          DELETE FROM evaluated_flag;
          SELECT pg_terminate_backend(pid)
            FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid();
          """);
      var event = event("lost", NOON, "after");

      Await.until("a new connection", Duration.ofSeconds(20), () -> isStored(there, event));

      assertThat(there.page(SCOPE, "lost", TimeRange.ALL, Position.NEWEST, 9).items())
          .containsExactly(event);
    }
  }

  private static boolean isStored(EvaluationTrail trail, EvaluationEvent event) {
    try {
      trail.store(Recordings.whole(List.of(event)));
      return true;
    } catch (Unavailable _) {
      return false;
    }
  }

  @Test
  void whatManyStoreAtOnceInAnyOrderIsStoredOnce() {
    var events = IntStream.range(0, 2_000).mapToObj(i -> event("race", NOON, "user-" + i)).toList();

    var stored =
        AtOnce.run(
            4,
            number -> {
              var shuffled = new ArrayList<>(events);
              Collections.shuffle(shuffled, new Random(number));
              return trail.store(Recordings.whole(shuffled)).kept();
            });

    assertThat(stored.stream().mapToLong(Long::longValue).sum()).isEqualTo(2_000);
    assertThat(home.column("SELECT count(*) FROM evaluations WHERE flag = 'race'"))
        .containsExactly("2000");
  }

  @Test
  void everyEvaluationIsCountedOnceWhetherItIsKeptOrNot() {
    var counts = new EvaluationCounts(home.postgres());
    var later = NOON.plusSeconds(90);
    var kept = List.of(event("counted", NOON, "a"), event("counted", later, "b"));
    var leftOut =
        List.of(
            count("counted", "on", NOON, 7),
            count("counted", "off", NOON, 5),
            count("counted", "on", later, 3));
    var recorded = Recordings.of(kept, leftOut);

    var stored = trail.store(recorded);
    var again = trail.store(Recorded.of(List.of(recorded, recorded)));

    assertThat(stored).isEqualTo(new EvaluationTrail.Stored(2, 15));
    assertThat(again).isEqualTo(new EvaluationTrail.Stored(0, 0));
    assertThat(all("counted")).hasSize(2);
    Instant minute = NOON.truncatedTo(ChronoUnit.MINUTES);
    assertThat(counts.of(SCOPE, "counted", TimeRange.ALL, EvaluationCounts.Step.MINUTE))
        .containsExactly(
            new VariantCount(minute, "off", 5),
            new VariantCount(minute, "on", 8),
            new VariantCount(minute.plusSeconds(60), "on", 4));
    assertThat(counts.of(SCOPE, "counted", TimeRange.ALL, EvaluationCounts.Step.DAY))
        .containsExactly(
            new VariantCount(NOON.truncatedTo(ChronoUnit.DAYS), "off", 5),
            new VariantCount(NOON.truncatedTo(ChronoUnit.DAYS), "on", 12));
    assertThat(
            counts.of(
                SCOPE,
                "counted",
                new TimeRange(NOON.plusSeconds(60), later.plusSeconds(60)),
                EvaluationCounts.Step.MINUTE))
        .extracting(VariantCount::evaluations)
        .containsExactly(4L);
  }

  /// Each has the counts of all others to change, in another order.
  @Test
  void whatManyCountAtOnceAddsUp() {
    AtOnce.run(
        4,
        number -> {
          for (int round = 0; round < 20; round++) {
            var batch = new ArrayList<EvaluationCount>();
            for (int i = 0; i < 50; i++) {
              batch.add(count("flag-" + i, "on", NOON, 1));
            }
            Collections.shuffle(batch, new Random(number));
            trail.store(Recordings.of(List.of(event("flag-" + number, NOON, "x")), batch));
          }
          return number;
        });

    assertThat(
            home.column(
                "SELECT sum(evaluations) FROM evaluation_count JOIN evaluated_flag ON id = flag WHERE key LIKE 'flag-%'"))
        .containsExactly(Integer.toString(4 * 20 * 51));
  }

  private static EvaluationCount count(String flag, String variant, Instant time, long count) {
    return new EvaluationCount(
        UUID.randomUUID(),
        time.truncatedTo(ChronoUnit.MINUTES),
        SCOPE,
        new Outcome(flag, 1, variant, "DEFAULT", ""),
        count);
  }

  @Test
  void aBatchIsInsertedInOneOrderSoThatTwoNeverWaitForEachOtherInACircle() {
    var tomorrow = NOON.plus(Duration.ofDays(1));
    var events =
        IntStream.range(0, 100)
            .mapToObj(i -> event("order", tomorrow.plusMillis(i % 3), "user-" + i))
            .toList();

    trail.store(Recordings.whole(events));

    assertThat(
            home.column(
                "SELECT id FROM evaluation WHERE flag = (SELECT id FROM evaluated_flag WHERE key = 'order') ORDER BY ctid"))
        .isEqualTo(
            home.column("SELECT id FROM evaluations WHERE flag = 'order' ORDER BY time, id"));
  }

  @Test
  void pagesTogetherHoldEachEventOnceNewestFirstAlsoWithinOneMillisecond() {
    var events = new ArrayList<EvaluationEvent>();
    for (int i = 0; i < 250; i++) {
      events.add(event("paged", NOON.plusMillis(i / 100), "user-" + i));
    }
    trail.store(Recordings.whole(events));

    var found = new ArrayList<EvaluationEvent>();
    boolean more = true;
    while (more) {
      var before =
          found.isEmpty()
              ? Position.NEWEST
              : new Position(found.getLast().time(), found.getLast().id());
      var page = trail.page(SCOPE, "paged", TimeRange.ALL, before, 17);
      found.addAll(page.items());
      more = page.more();
    }

    assertThat(found).hasSize(250).containsExactlyInAnyOrderElementsOf(events);
    assertThat(found)
        .extracting(EvaluationEvent::time)
        .isSortedAccordingTo(Collections.reverseOrder());
  }

  @Test
  void aRangeHoldsItsFirstInstantAndNotItsLast() {
    var first = event("ranged", NOON, "first");
    var second = event("ranged", NOON.plusMillis(1), "second");
    trail.store(Recordings.whole(List.of(first, second)));

    assertThat(between("ranged", NOON, NOON.plusMillis(1))).containsExactly(first);
    assertThat(between("ranged", NOON.plusNanos(1_000), Instant.MAX)).containsExactly(second);
    assertThat(between("ranged", NOON, NOON)).isEmpty();
    assertThat(between("ranged", Instant.MIN, Instant.MAX)).containsExactly(second, first);
  }

  @Test
  void aPositionBeyondAllTimesIsNewestOrOldest() {
    trail.store(Recordings.whole(List.of(event("beyond", NOON, "x"))));
    var newest = new Position(Instant.MAX, new UUID(0, 0));
    var oldest = new Position(Instant.MIN, new UUID(0, 0));

    assertThat(trail.page(SCOPE, "beyond", TimeRange.ALL, newest, 9).items()).hasSize(1);
    assertThat(trail.page(SCOPE, "beyond", TimeRange.ALL, oldest, 9).items()).isEmpty();
  }

  @Test
  void aFlagHasItsOwnTrailInEachEnvironment() {
    var here = event("own", NOON, "here");
    var there = event(STAGING, "own", NOON, "there");
    trail.store(Recordings.whole(List.of(here, there, event("other", NOON, "other"))));

    assertThat(all("own")).containsExactly(here);
    assertThat(trail.page(STAGING, "own", TimeRange.ALL, Position.NEWEST, 9).items())
        .containsExactly(there);
  }

  private List<EvaluationEvent> all(String flag) {
    return trail.page(SCOPE, flag, TimeRange.ALL, Position.NEWEST, 500).items();
  }

  private List<EvaluationEvent> between(String flag, Instant from, Instant to) {
    return trail.page(SCOPE, flag, new TimeRange(from, to), Position.NEWEST, 500).items();
  }

  private static EvaluationEvent attributes(String flag, Map<String, Value> attributes) {
    return new EvaluationEvent(
        UUID.randomUUID(), NOON, SCOPE, flag, 1, "on", "ROLLOUT", "", "user", attributes);
  }

  private static EvaluationEvent event(String flag, Instant time, String subject) {
    return event(SCOPE, flag, time, subject);
  }

  static EvaluationEvent event(Scope scope, String flag, Instant time, String subject) {
    return new EvaluationEvent(
        UUID.randomUUID(), time, scope, flag, 1, "on", "ROLLOUT", "", subject, Map.of());
  }
}
