package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A change that is taken back in one call.
@TestInstance(Lifecycle.PER_CLASS)
class RevertIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  private void put(String key, String edit) {
    api.put("/flags/" + key, edit).expect(200);
  }

  private Answer revert(String key, String body) {
    return api.call("POST", "/flags/" + key + "/revert").with("X-Actor", "ada").send(body);
  }

  @Test
  void aChangeIsTakenBackAndWhatCameAfterItStays() {
    api.create("back");
    put("back", "{\"rolloutPercentage\": 80}");
    put("back", "{\"enabled\": true, \"name\": \"Later\"}");

    var reverted = revert("back", "{\"to\": 1}").expect(200);

    assertThat(reverted.at("/version")).isEqualTo(4L);
    assertThat(reverted.at("/rolloutPercentage")).isEqualTo(0L);
    assertThat(reverted.at("/enabled")).isEqualTo(true);
    assertThat(reverted.at("/name")).isEqualTo("Later");
    var line = api.get("/flags/back/audit?limit=1");
    assertThat(line.at("/items/0/actor")).isEqualTo("ada");
    assertThat(line.at("/items/0/comment")).isEqualTo("takes back version 2");
    assertThat(api.get("/audit/verify").at("/intact")).isEqualTo(true);
  }

  @Test
  void aClashIsRefusedByTheNameOfItsPlaceAndNothingIsStored() {
    api.create("clash");
    put("clash", "{\"rolloutPercentage\": 80, \"enabled\": true}");
    put("clash", "{\"rolloutPercentage\": 90}");
    var before = Stored.in(api.database());

    var refused = revert("clash", "{\"to\": 1}").expect(409);

    assertThat(refused.at("/type")).isEqualTo("urn:feature-flag-engine:problem:clash");
    assertThat(refused.at("/places/0")).isEqualTo("rolloutPercentage");
    assertThat(Stored.in(api.database())).isEqualTo(before);
  }

  @Test
  void theLastChangesAreTakenBackOneByOne() {
    api.create("chain");
    put("chain", "{\"rolloutPercentage\": 80}");
    put("chain", "{\"rolloutPercentage\": 90}");

    revert("chain", "{\"to\": 2}").expect(200);
    var first = revert("chain", "{\"to\": 1, \"comment\": \"too early\"}").expect(200);

    assertThat(first.at("/rolloutPercentage")).isEqualTo(0L);
    assertThat(api.get("/flags/chain/audit?limit=1").at("/items/0/comment")).isEqualTo("too early");
  }

  @Test
  void whatCannotBeTakenBackIsRefused() {
    api.create("fixed");
    put("fixed", "{\"enabled\": true}");
    api.delete("/flags/fixed").expect(204);
    var before = Stored.in(api.database());

    revert("fixed", "{\"to\": 1}").expect(409);
    api.post("/flags/fixed/restore", "").expect(200);
    revert("fixed", "{\"to\": 2}").expect(409);
    for (String body :
        List.of(
            "{}",
            "{\"to\": 0}",
            "{\"to\": 2147483647}",
            "{\"to\": 1, \"comment\": \"\\u0000\"}",
            "{\"to\": 9}",
            "{\"to\": \"1\"}",
            "{\"to\": 1, \"x\": 2}",
            "[")) {
      revert("fixed", body).expect(400);
    }
    revert("nobody", "{\"to\": 1}").expect(404);
    api.call("POST", "/flags/fixed/revert")
        .with("If-Match", "\"1\"")
        .send("{\"to\": 1}")
        .expect(412);
    assertThat(Stored.in(api.database()).changes()).isEqualTo(before.changes() + 1);
  }
}
