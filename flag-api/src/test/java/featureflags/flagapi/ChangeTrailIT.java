package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class ChangeTrailIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void everyChangeHasItsLineNewestFirst() {
    var v1 = api.create("told");
    var v2 =
        api.call("PUT", "/flags/told")
            .with("X-Actor", "ada")
            .with("X-Request-Id", "req-2")
            .send("{\"enabled\": true}")
            .expect(200);
    api.call("DELETE", "/flags/told").with("X-Actor", "bob").send().expect(204);
    var v3 = api.get("/flags/told");
    var v4 = api.call("POST", "/flags/told/restore").send().expect(200);

    var trail = api.get("/flags/told/audit").expect(200);

    assertThat(trail.each("/items", "kind"))
        .isEqualTo(List.of("restored", "archived", "updated", "created"));
    assertThat(trail.each("/items", "version")).isEqualTo(List.of(4L, 3L, 2L, 1L));
    assertThat(trail.each("/items", "actor"))
        .isEqualTo(List.of("anonymous", "bob", "ada", "anonymous"));
    assertThat(trail.at("/items/2/requestId")).isEqualTo("req-2");
    assertThat(trail.at("/items/0/requestId")).isEqualTo(v4.header("X-Request-Id").orElseThrow());
    assertThat(trail.each("/items", "before"))
        .isEqualTo(List.of(v3.flag(), v2.flag(), v1.flag(), Optional.empty()));
    assertThat(trail.each("/items", "after"))
        .isEqualTo(List.of(v4.flag(), v3.flag(), v2.flag(), v1.flag()));
    assertThat(trail.each("/items", "time"))
        .isEqualTo(
            List.of(
                v4.at("/updatedAt"),
                v3.at("/updatedAt"),
                v2.at("/updatedAt"),
                v1.at("/updatedAt")));
    assertThat(trail.each("/items", "id")).doesNotHaveDuplicates();
    assertThat(api.get("/flags/told/audit?type=change").body()).isEqualTo(trail.body());
  }

  @Test
  void whatWasRefusedLeavesNoLine() {
    api.create("quiet");

    api.put("/flags/quiet", "{\"rolloutPercentage\": 101}").expectInvalid("/rolloutPercentage");
    api.call("PUT", "/flags/quiet").with("If-Match", "\"9\"").send("{}").expect(412);
    api.post("/flags", "{\"key\": \"quiet\"}").expect(409);

    assertThat(api.get("/flags/quiet/audit").list("/items")).hasSize(1);
  }

  @Test
  void fromIsWithinAndToIsBehind() {
    var v1 = api.create("timed");
    var v2 = api.put("/flags/timed", "{\"owner\": \"a\"}").expect(200);
    var v3 = api.put("/flags/timed", "{\"owner\": \"b\"}").expect(200);

    assertThat(versions("?from=" + v2.at("/updatedAt"))).isEqualTo(List.of(3L, 2L));
    assertThat(versions("?to=" + v2.at("/updatedAt"))).isEqualTo(List.of(1L));
    assertThat(versions("?from=%s&to=%s".formatted(v2.at("/updatedAt"), v3.at("/updatedAt"))))
        .isEqualTo(List.of(2L));
    assertThat(versions("?from=%s&to=%s".formatted(v3.at("/updatedAt"), v1.at("/updatedAt"))))
        .isEmpty();
    assertThat(versions("?from=2001-01-01T00:00:00%2B02:00")).hasSize(3);
    assertThat(versions("?to=2001-01-01T00:00:00-02:00")).isEmpty();
  }

  @Test
  void aTimeBeyondAllCalendarsIsNoReasonToFail() {
    api.create("timed-wide");
    for (String far :
        List.of("0000-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "0001-01-01T00:00:00Z")) {
      for (String type : List.of("change", "evaluation")) {
        api.get("/flags/timed-wide/audit?type=%s&from=%s".formatted(type, far)).expect(200);
        api.get("/flags/timed-wide/audit?type=%s&to=%s".formatted(type, far)).expect(200);
      }
    }
    for (String far : List.of("9999-12-31T23:59:59Z", "%2B999999999-12-31T23:59:59Z")) {
      for (String type : List.of("change", "evaluation")) {
        api.get("/flags/timed-wide/audit?type=%s&from=%s".formatted(type, far)).expect(200);
        api.get("/flags/timed-wide/audit?type=%s&to=%s".formatted(type, far)).expect(200);
      }
    }
  }

  @Test
  void aTimeThatIsNoneIsRefusedByName() {
    api.create("timeless");
    for (String time :
        List.of("", "yesterday", "2026-01-01", "2026-13-01T00:00:00Z", "1767225600")) {
      for (String name : List.of("from", "to")) {
        var refused =
            api.get("/flags/timeless/audit?%s=%s".formatted(name, time))
                .expectProblem(400, "bad-request");
        assertThat((String) refused.at("/detail")).startsWith(name);
      }
    }
    api.get("/flags/timeless/audit?type=changes").expectProblem(400, "bad-request");
  }

  @Test
  void aLongTrailComesInPages() {
    api.create("long");
    IntStream.range(0, 24)
        .forEach(i -> api.put("/flags/long", "{\"owner\": \"o%d\"}".formatted(i)).expect(200));

    var versions = new ArrayList<Object>();
    Object cursor = "";
    do {
      var page = api.get("/flags/long/audit?limit=7" + cursor).expect(200);
      versions.addAll(page.each("/items", "version"));
      assertThat(page.list("/items")).hasSizeLessThanOrEqualTo(7);
      cursor = page.at("/nextCursor") instanceof String next ? "&cursor=" + next : "";
    } while (!cursor.equals(""));

    assertThat(versions)
        .isEqualTo(IntStream.rangeClosed(1, 25).mapToObj(i -> (Object) (long) (26 - i)).toList());
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    IntStream.range(0, 2).forEach(i -> api.create("cursor-" + i));
    String keys = (String) api.get("/flags?limit=1").at("/nextCursor");

    api.get("/flags/cursor-0/audit?cursor=" + keys).expectProblem(400, "bad-request");
    api.get("/flags/cursor-0/audit?type=evaluation&cursor=" + keys)
        .expectProblem(400, "bad-request");
    for (String place : List.of("", " ", "x y", "2026-01-01T00:00:00Z x", "2026-01-01T00:00:00Z")) {
      String cursor = Cursor.of(place);
      api.get("/flags/cursor-0/audit?cursor=" + cursor).expectProblem(400, "bad-request");
      api.get("/flags/cursor-0/audit?type=evaluation&cursor=" + cursor)
          .expectProblem(400, "bad-request");
    }
    String far = Cursor.of("+99999-12-31T23:59:59Z 00000000-0000-0000-0000-000000000000");
    api.get("/flags/cursor-0/audit?type=evaluation&cursor=" + far).expect(200);
  }

  @Test
  void anActorIsKeptAsTheClientNamesItself() {
    api.create("signed");
    for (String actor : List.of("ada@example.com", "Jürgen Ängström", "花子 🤗", "O'Brien; --")) {
      String edit = "{\"owner\": \"%s\"}".formatted(actor);
      RawHttp.send(
              api.port(),
              """
              PUT /flags/signed HTTP/1.1\r
              Host: a\r
              X-Actor: %s\r
              Content-Length: %d\r
              \r
              %s\
              """
                  .formatted(actor, edit.getBytes(StandardCharsets.UTF_8).length, edit))
          .expect(200);

      assertThat(api.get("/flags/signed/audit?limit=1").at("/items/0/actor")).isEqualTo(actor);
    }
  }

  @Test
  void anActorOfWhitespaceIsNobodyAndOneThatIsTooLongIsRefused() {
    api.create("unsigned");

    api.call("PUT", "/flags/unsigned").with("X-Actor", "  ").send("{\"owner\": \"a\"}").expect(200);
    api.call("PUT", "/flags/unsigned")
        .with("X-Actor", "a".repeat(256))
        .send("{\"owner\": \"b\"}")
        .expect(200);
    var refused =
        api.call("PUT", "/flags/unsigned")
            .with("X-Actor", "a".repeat(257))
            .send("{}")
            .expectProblem(400, "bad-request");

    assertThat((String) refused.at("/detail")).contains("X-Actor").contains("257");
    assertThat(api.get("/flags/unsigned/audit").each("/items", "actor"))
        .isEqualTo(List.of("a".repeat(256), "anonymous", "anonymous"));
  }

  private List<Object> versions(String query) {
    return api.get("/flags/timed/audit" + query).expect(200).each("/items", "version");
  }
}
