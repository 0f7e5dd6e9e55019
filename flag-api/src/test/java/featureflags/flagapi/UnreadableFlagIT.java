package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A flag that a newer engine wrote, with a field that this one does not know.
@TestInstance(Lifecycle.PER_CLASS)
class UnreadableFlagIT {
  private final RunningApi api = RunningApi.fresh();

  @BeforeAll
  void aNewerEngineWasHere() throws SQLException {
    api.create("neighbour");
    api.create("newer");
    var database = api.database();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(
          "UPDATE flag SET body = (body::jsonb || '{\"newField\": 1}')::json WHERE key = 'newer'");
    }
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void isListedAsItIsStoredBesideItsNeighbours() {
    var list = api.get("/flags").expect(200);

    assertThat(list.each("/items", "key")).isEqualTo(List.of("neighbour", "newer"));
    assertThat(list.text()).contains("\"newField\"");
  }

  @Test
  void isNotBlamedOnTheClient() {
    for (Answer answer :
        List.of(
            api.get("/flags/newer"),
            api.put("/flags/newer", "{\"enabled\": true}"),
            api.post("/flags/newer/evaluate", "{}"))) {
      answer.expectProblem(500, "flag-unreadable");
    }
  }

  @Test
  void canBeLookedBackOn() {
    assertThat(api.get("/flags/newer/audit").expect(200).each("/items", "kind"))
        .isEqualTo(List.of("created"));
  }
}
