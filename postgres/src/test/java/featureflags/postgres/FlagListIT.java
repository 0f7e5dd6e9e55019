package featureflags.postgres;

import static featureflags.postgres.Flags.AUTHOR;
import static featureflags.postgres.Flags.NOWHERE;
import static featureflags.postgres.Flags.SCOPE;
import static featureflags.postgres.Flags.STAGING;
import static featureflags.postgres.Flags.draft;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Details;
import featureflags.catalog.Document;
import featureflags.catalog.Page;
import featureflags.catalog.SampleRate;
import featureflags.postgres.FlagStore.Filter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// In a database that would sort `a` before `B`.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlagListIT {
  private static final Filter ACTIVE = new Filter(false, "", "");
  private static final Filter ARCHIVED = new Filter(true, "", "");

  private Home home;
  private FlagStore store;

  @BeforeAll
  void open() {
    home = Home.inEnglish();
    store = new FlagStore(home.postgres(), InstantSource.system());
    add("percent", "50% off", "back\\slash", List.of("Sale", "a%"));
    add("under_score", "Title", "", List.of("sale"));
    add("underXscore", "100 off", "Über", List.of());
    add("gone", "Gone", "", List.of("sale"));
    store.archive(STAGING, "gone", new Expected.Any(), AUTHOR);
  }

  @AfterAll
  void close() {
    home.close();
  }

  private void add(String key, String name, String description, List<String> tags) {
    store.create(
        STAGING, draft(key, new Details(name, description, tags, "", SampleRate.ALL)), AUTHOR);
  }

  @Test
  void pagesTogetherHoldEachOfManyFlagsOnceInTheOrderOfTheirBytes() {
    var expected = new TreeSet<String>();
    for (int i = 0; i < 300; i++) {
      expected.addAll(List.of("Key-" + i, "key_" + i, "KEY." + i, i + "key"));
    }
    AtOnce.run(
        4,
        quarter -> {
          List<String> keys = List.copyOf(expected);
          for (int i = quarter; i < keys.size(); i += 4) {
            store.create(SCOPE, draft(keys.get(i)), AUTHOR);
          }
          return quarter;
        });

    var found = new ArrayList<String>();
    boolean more = true;
    while (more) {
      var page = store.list(SCOPE, ACTIVE, found.isEmpty() ? "" : found.getLast(), 97);
      page.items().forEach(stored -> found.add(stored.key()));
      more = page.more();
    }

    assertThat(found).hasSize(1_200).containsExactlyElementsOf(expected);
  }

  @Test
  void aPageThatEndsTheListSaysSo() {
    assertThat(store.list(STAGING, ACTIVE, "", 3).more()).isFalse();
    assertThat(store.list(STAGING, ACTIVE, "", 2).more()).isTrue();
    assertThat(store.list(STAGING, ACTIVE, "underXscore", 2).items())
        .extracting(Document::key)
        .containsExactly("under_score");
    assertThat(store.list(STAGING, ACTIVE, "zzz", 2)).isEqualTo(new Page<>(List.of(), false));
    assertThat(store.list(NOWHERE, ACTIVE, "", 2)).isEqualTo(new Page<>(List.of(), false));
  }

  @Test
  void archivedFlagsAreListedApart() {
    assertThat(keys(ACTIVE)).containsExactly("percent", "underXscore", "under_score");
    assertThat(keys(ARCHIVED)).containsExactly("gone");
    assertThat(keys(new Filter(true, "sale", "GON"))).containsExactly("gone");
  }

  @Test
  void aTagIsTakenWholeAndLiterally() {
    assertThat(keys(new Filter(false, "sale", ""))).containsExactly("under_score");
    assertThat(keys(new Filter(false, "Sale", ""))).containsExactly("percent");
    assertThat(keys(new Filter(false, "a%", ""))).containsExactly("percent");
    assertThat(keys(new Filter(false, "sal", ""))).isEmpty();
    assertThat(keys(new Filter(false, "%", ""))).isEmpty();
  }

  @Test
  void aTextIsFoundInKeyNameAndDescriptionInAnyCase() {
    assertThat(found("PERC")).containsExactly("percent");
    assertThat(found("title")).containsExactly("under_score");
    assertThat(found("über")).containsExactly("underXscore");
    assertThat(found("off")).containsExactly("percent", "underXscore");
    assertThat(keys(new Filter(false, "sale", "off"))).isEmpty();
  }

  @Test
  void theSignsOfAPatternAreTakenLiterally() {
    assertThat(found("%")).containsExactly("percent");
    assertThat(found("0% o")).containsExactly("percent");
    assertThat(found("r_s")).containsExactly("under_score");
    assertThat(found("\\")).containsExactly("percent");
    assertThat(found("back\\slash")).containsExactly("percent");
    assertThat(found("\\\\")).isEmpty();
    assertThat(found("p%t")).isEmpty();
    assertThat(found("'; DROP TABLE flag; --")).isEmpty();
  }

  @Test
  void whatNoTextCanHoldIsFoundNowhere() {
    assertThat(found("\u0000")).isEmpty();
    assertThat(found("\uD800")).isEmpty();
    assertThat(keys(new Filter(false, "\u0000", ""))).isEmpty();
    assertThat(store.list(STAGING, ACTIVE, "\u0000", 9).items()).isEmpty();
    assertThat(store.find(STAGING, "per\u0000cent")).isEmpty();
  }

  private List<String> found(String text) {
    return keys(new Filter(false, "", text));
  }

  private List<String> keys(Filter filter) {
    return store.list(STAGING, filter, "", 100).items().stream().map(Document::key).toList();
  }
}
