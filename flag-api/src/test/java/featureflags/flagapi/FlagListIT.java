package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class FlagListIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void anEnvironmentWithoutFlagsIsAnEmptyPage() {
    String scope = api.environment("empty");

    var page = api.get(scope + "/flags").expect(200);

    assertThat(page.list("/items")).isEmpty();
    assertThat(page.at("/nextCursor")).isEqualTo(Optional.empty());
  }

  @Test
  void pagesFollowOneAnotherInTheOrderOfTheKeysWithoutGapOrRepetition() {
    String scope = api.environment("paged");
    var keys = List.of("A", "Z", "a", "a-1", "a.1", "a_1", "b", "b1", "ba");
    keys.reversed().forEach(key -> create(scope, key, ""));

    var read = new ArrayList<Object>();
    var sizes = new ArrayList<Integer>();
    Object cursor = "";
    do {
      var page = api.get(scope + "/flags?limit=4" + cursor).expect(200);
      read.addAll(page.each("/items", "key"));
      sizes.add(page.list("/items").size());
      cursor = page.at("/nextCursor") instanceof String next ? "&cursor=" + next : "";
    } while (!cursor.equals(""));

    assertThat(read).isEqualTo(keys.stream().sorted().toList());
    assertThat(sizes).containsExactly(4, 4, 1);
  }

  @Test
  void aPageThatEndsWithTheLastFlagHasNoNext() {
    String scope = api.environment("exact");
    List.of("a", "b").forEach(key -> create(scope, key, ""));

    var page = api.get(scope + "/flags?limit=2").expect(200);

    assertThat(page.at("/nextCursor")).isEqualTo(Optional.empty());
  }

  @Test
  void aFlagMadeBehindTheCursorIsOnTheNextPageAndOneArchivedIsNot() {
    String scope = api.environment("moving");
    List.of("a", "b", "c").forEach(key -> create(scope, key, ""));
    var first = api.get(scope + "/flags?limit=1").expect(200);

    create(scope, "d", "");
    api.delete(scope + "/flags/b").expect(204);

    var second = api.get(scope + "/flags?limit=2&cursor=" + first.at("/nextCursor")).expect(200);
    assertThat(second.each("/items", "key")).isEqualTo(List.of("c", "d"));
  }

  @Test
  void fiftyComeUnlessAskedOtherwiseAndUpToFiveHundred() {
    String scope = api.environment("many");
    IntStream.rangeClosed(1, 51).forEach(i -> create(scope, "f%03d".formatted(i), ""));

    assertThat(api.get(scope + "/flags").list("/items")).hasSize(50);
    assertThat(api.get(scope + "/flags?limit=500").list("/items")).hasSize(51);
    assertThat(api.get(scope + "/flags?limit=1").list("/items")).hasSize(1);
  }

  @Test
  void aLimitThatIsNoneIsRefused() {
    for (String limit : List.of("0", "501", "-1", "", "ten", "1e2", "99999999999", "5.0")) {
      var refused = api.get("/flags?limit=" + limit).expectProblem(400, "bad-request");
      assertThat((String) refused.at("/detail")).contains("limit").contains("'" + limit + "'");
    }
    api.get("/flags?limit=1&limit=2").expectProblem(400, "bad-request");
  }

  @Test
  void aCursorThatIsNotOursIsRefused() {
    for (String text : List.of("", "\u0000", "a\u0000b", "a b", "-", "ü", "x".repeat(129))) {
      var cursor =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(text.getBytes(StandardCharsets.UTF_8));
      for (String path : List.of("/flags", "/projects", "/projects/default/environments")) {
        var refused = api.get(path + "?cursor=" + cursor).expectProblem(400, "bad-request");
        assertThat((String) refused.at("/detail")).contains("cursor");
      }
    }
    api.get("/flags?cursor=!").expectProblem(400, "bad-request");
    api.get("/flags?cursor=YQ&cursor=YQ").expectProblem(400, "bad-request");
  }

  @Test
  void aParameterThatNobodyKnowsIsRefusedByName() {
    create("", "known", "");
    for (String[] route :
        new String[][] {
          {"GET", "/flags"},
          {"POST", "/flags"},
          {"GET", "/flags/known"},
          {"PUT", "/flags/known"},
          {"DELETE", "/flags/known"},
          {"POST", "/flags/known/restore"},
          {"POST", "/flags/known/evaluate"},
          {"GET", "/flags/known/audit"},
          {"GET", "/projects"},
          {"POST", "/projects"},
          {"GET", "/projects/default/environments"},
          {"POST", "/projects/default/environments"}
        }) {
      var refused =
          api.call(route[0], route[1] + "?verbos=true")
              .send("{}")
              .expectProblem(400, "bad-request");

      assertThat((String) refused.at("/detail")).contains("'verbos'");
    }
    assertThat(api.get("/flags/known").at("/version")).isEqualTo(1L);
  }

  @Test
  void flagsAreFilteredByTagByTextAndByBoth() {
    String scope = api.environment("filtered");
    create(scope, "one", ", \"tags\": [\"red\", \"big\"], \"name\": \"First\"");
    create(scope, "two", ", \"tags\": [\"red\"], \"description\": \"is the FIRST of its kind\"");
    create(scope, "three", ", \"tags\": [\"blue\"], \"name\": \"100% _sure_ of \\\\\"");

    assertThat(keys(scope, "?tag=red")).isEqualTo(List.of("one", "two"));
    assertThat(keys(scope, "?tag=re")).isEmpty();
    assertThat(keys(scope, "?tag=RED")).isEmpty();
    assertThat(keys(scope, "?q=first")).isEqualTo(List.of("one", "two"));
    assertThat(keys(scope, "?q=THREE")).isEqualTo(List.of("three"));
    assertThat(keys(scope, "?q=first&tag=big")).isEqualTo(List.of("one"));
    assertThat(keys(scope, "?q=" + encoded("100%"))).isEqualTo(List.of("three"));
    assertThat(keys(scope, "?q=" + encoded("_sure_"))).isEqualTo(List.of("three"));
    assertThat(keys(scope, "?q=" + encoded("of \\"))).isEqualTo(List.of("three"));
    assertThat(keys(scope, "?q=" + encoded("%"))).isEqualTo(List.of("three"));
    assertThat(keys(scope, "?q=" + encoded("' OR '1'='1"))).isEmpty();
    assertThat(keys(scope, "?tag=" + encoded("'; DROP TABLE flag; --"))).isEmpty();
    assertThat(keys(scope, "")).hasSize(3);
  }

  @Test
  void aFilterGoesOnOverPages() {
    String scope = api.environment("filtered-pages");
    IntStream.range(0, 9)
        .forEach(i ->
            create(scope, "f" + i, ", \"tags\": [\"%s\"]".formatted(i % 2 == 0 ? "even" : "odd")));

    var first = api.get(scope + "/flags?tag=even&limit=2").expect(200);
    var second =
        api.get(scope + "/flags?tag=even&limit=500&cursor=" + first.at("/nextCursor")).expect(200);

    assertThat(first.each("/items", "key")).isEqualTo(List.of("f0", "f2"));
    assertThat(second.each("/items", "key")).isEqualTo(List.of("f4", "f6", "f8"));
  }

  @Test
  void aFilterThatNoTextCanPassIsRefused() {
    for (String name : List.of("q", "tag")) {
      var refused = api.get("/flags?" + name + "=a%00b").expectProblem(400, "bad-request");
      assertThat((String) refused.at("/detail")).contains(name);
    }
  }

  @Test
  void archivedIsTrueOrFalse() {
    api.get("/flags?archived=false").expect(200);
    for (String archived : List.of("", "yes", "TRUE", "1")) {
      api.get("/flags?archived=" + archived).expectProblem(400, "bad-request");
    }
    api.get("/flags?archived").expectProblem(400, "bad-request");
  }

  @Test
  void aQueryThatIsNotPercentEncodedTextIsRefused() {
    assertThat(RawHttp.get(api.port(), "/flags?q=%").status()).isEqualTo(400);
    assertThat(RawHttp.get(api.port(), "/flags?q=%zz").status()).isEqualTo(400);
    assertThat(RawHttp.get(api.port(), "/flags?q=%ff").status()).isEqualTo(400);
    assertThat(RawHttp.get(api.port(), "/flags?q=%ed%a0%80").status()).isEqualTo(400);
  }

  private void create(String scope, String key, String more) {
    api.post(scope + "/flags", "{\"key\": \"%s\"%s}".formatted(key, more)).expect(201);
  }

  private List<Object> keys(String scope, String query) {
    return api.get(scope + "/flags" + query).expect(200).each("/items", "key");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
