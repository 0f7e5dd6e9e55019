package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class CrossSiteIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void aPageOfAnotherSiteChangesNothing() {
    api.create("mine");
    Stored before = Stored.in(api.database());

    for (Call call :
        List.of(
            api.call("POST", "/flags"),
            api.call("PUT", "/flags/mine"),
            api.call("DELETE", "/flags/mine"),
            api.call("POST", "/flags/mine/restore"),
            api.call("POST", "/projects"),
            api.call("POST", "/projects/default/environments"))) {
      call.with("Sec-Fetch-Site", "cross-site")
          .send("{\"key\": \"theirs\"}")
          .expectProblem(403, "cross-site");
    }

    assertThat(Stored.in(api.database())).isEqualTo(before);
  }
}
