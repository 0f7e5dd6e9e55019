package featureflags.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Page;
import featureflags.catalog.Place;
import featureflags.json.PlaceShape.Wanted;
import featureflags.postgres.Places.Added;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlacesIT {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000006Z");

  private Home home;
  private Places places;

  @BeforeAll
  void open() {
    home = Home.fresh();
    places = new Places(home.postgres(), InstantSource.fixed(NOW.plusNanos(7)));
  }

  @AfterAll
  void close() {
    home.close();
  }

  @Test
  void theDefaultProjectAndItsEnvironmentsAreThereFromTheStart() {
    assertThat(places.projects("", 500).items()).extracting(Place::key).contains("default");
    assertThat(places.environments("default", "", 500).orElseThrow().items())
        .extracting(Place::key)
        .containsExactly("development", "production", "staging");
  }

  @Test
  void whatIsAddedIsThereAndItsKeyTaken() {
    var shop = new Place("shop", "The Shop", NOW);

    assertThat(places.addProject(new Wanted("shop", "The Shop"))).isEqualTo(new Added.Done(shop));
    assertThat(places.addProject(new Wanted("shop", "Other"))).isEqualTo(new Added.Taken());

    assertThat(places.projects("", 500).items()).contains(shop);
    assertThat(places.environments("shop", "", 500)).contains(new Page<>(List.of(), false));
  }

  @Test
  void anEnvironmentsKeyIsTakenInItsProjectAlone() {
    places.addProject(new Wanted("one", "One"));
    places.addProject(new Wanted("two", "Two"));

    assertThat(places.addEnvironment("one", new Wanted("live", "Live")))
        .isEqualTo(new Added.Done(new Place("live", "Live", NOW)));
    assertThat(places.addEnvironment("one", new Wanted("live", "x"))).isEqualTo(new Added.Taken());
    assertThat(places.addEnvironment("two", new Wanted("live", "Live")))
        .isInstanceOf(Added.Done.class);
  }

  @Test
  void anUnknownProjectHasNoEnvironmentsAndTakesNone() {
    assertThat(places.environments("nothing", "", 500)).isEmpty();
    assertThat(places.addEnvironment("nothing", new Wanted("live", "Live")))
        .isEqualTo(new Added.NoProject());
  }

  @Test
  void ofManyThatAddOneKeyExactlyOneIsDone() {
    var projects = AtOnce.run(20, i -> places.addProject(new Wanted("race", "by " + i)));
    var environments =
        AtOnce.run(20, i -> places.addEnvironment("race", new Wanted("live", "by " + i)));

    assertThat(projects).filteredOn(Added.Done.class::isInstance).hasSize(1);
    assertThat(projects).filteredOn(Added.Taken.class::isInstance).hasSize(19);
    assertThat(environments).filteredOn(Added.Done.class::isInstance).hasSize(1);
    assertThat(environments).filteredOn(Added.Taken.class::isInstance).hasSize(19);
  }

  @Test
  void pagesTogetherHoldEachOnceInTheOrderOfTheirBytes() {
    places.addProject(new Wanted("paged", "Paged"));
    List<String> keys = List.of("0", "A", "A-b", "A.b", "AB", "A_b", "a", "b");
    keys.reversed().forEach(key -> places.addEnvironment("paged", new Wanted(key, key)));

    var found = new ArrayList<String>();
    boolean more = true;
    while (more) {
      var page =
          places.environments("paged", found.isEmpty() ? "" : found.getLast(), 3).orElseThrow();
      page.items().forEach(place -> found.add(place.key()));
      more = page.more();
    }

    assertThat(found).isEqualTo(keys);
  }
}
