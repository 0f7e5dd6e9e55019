package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.STAGING;
import static featureflags.postgres.Flags.draft;
import static featureflags.postgres.Flags.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Changed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChangeTrailIT {
  private static final Instant START = Instant.parse("2026-01-02T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private Home home;
  private FlagStore store;
  private ChangeTrail trail;

  @BeforeAll
  void open() {
    home = Home.fresh();
    store = new FlagStore(home.postgres(), now::get);
    trail = new ChangeTrail(home.postgres());
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void pagesTogetherHoldEachLineOnceNewestFirst() {
    create("paged");
    for (int i = 0; i < 24; i++) {
      update("paged", START.plusNanos(i));
    }

    var versions = new ArrayList<Integer>();
    long before = Long.MAX_VALUE;
    boolean more = true;
    while (more) {
      var page = trail.page(SCOPE, Changed.FLAG, "paged", TimeRange.ALL, before, 7);
      page.items().forEach(line -> versions.add(line.change().version()));
      before = page.items().getLast().position();
      more = page.more();
    }

    assertThat(versions).isEqualTo(IntStream.rangeClosed(1, 25).map(i -> 26 - i).boxed().toList());
  }

  @Test
  void aRangeHoldsItsFirstInstantAndNotItsLast() {
    create("ranged");
    update("ranged", START.plusSeconds(1));
    update("ranged", START.plusSeconds(2));

    assertThat(versions("ranged", START, START.plusSeconds(2))).containsExactly(2, 1);
    assertThat(versions("ranged", START.plusNanos(1_000), START.plusSeconds(2).plusNanos(1_000)))
        .containsExactly(3, 2);
    assertThat(versions("ranged", START.plusSeconds(1), START.plusSeconds(1))).isEmpty();
    assertThat(versions("ranged", Instant.MIN, Instant.MAX)).containsExactly(3, 2, 1);
  }

  @Test
  void aFlagHasItsOwnTrailInEachEnvironment() {
    create("own");
    now.set(START);
    store.create(STAGING, draft("own"), AUTHOR);

    assertThat(versions("own", START, Instant.MAX)).containsExactly(1);
    assertThat(versions("own-", START, Instant.MAX)).isEmpty();
  }

  private void create(String key) {
    now.set(START);
    store.create(SCOPE, draft(key), AUTHOR);
  }

  private void update(String key, Instant time) {
    now.set(time);
    store.update(SCOPE, key, new Expected.Any(), renamed("At " + time), AUTHOR);
  }

  private List<Integer> versions(String key, Instant from, Instant to) {
    return trail
        .page(SCOPE, Changed.FLAG, key, new TimeRange(from, to), Long.MAX_VALUE, 100)
        .items()
        .stream()
        .map(line -> line.change().version())
        .toList();
  }
}
