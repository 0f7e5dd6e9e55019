package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The change trail of a project: filtered, exported, verified.
class ProjectTrailIT {
  private final RunningApi api = RunningApi.fresh();

  @AfterEach
  void stop() {
    api.close();
  }

  private void change() {
    api.create("told");
    api.call("PUT", "/flags/told").with("X-Actor", "ada").send("{\"enabled\": true}").expect(200);
    api.call("POST", "/segments")
        .with("X-Actor", "bob")
        .send("{\"key\": \"beta\", \"name\": \"Zoë's\"}")
        .expect(201);
    api.call("DELETE", "/segments/beta").with("X-Actor", "ada").send().expect(204);
  }

  @Test
  void flagsAndSegmentsHaveOneTrailNewestFirst() {
    change();

    var trail = api.get("/audit").expect(200);

    assertThat(trail.each("/items", "id")).isEqualTo(List.of(4L, 3L, 2L, 1L));
    assertThat(trail.each("/items", "kind"))
        .isEqualTo(List.of("deleted", "created", "updated", "created"));
    assertThat(trail.at("/items/0/segment")).isEqualTo("beta");
    assertThat(trail.at("/items/3/flag")).isEqualTo("told");
    assertThat(api.get("/projects/default/audit").text()).isEqualTo(trail.text());
  }

  @Test
  void itIsFilteredByActorKindKeyAndEnvironment() {
    change();

    assertThat(ids("actor=ada")).containsExactly(4L, 2L);
    assertThat(ids("kind=created")).containsExactly(3L, 1L);
    assertThat(ids("flag=told")).containsExactly(2L, 1L);
    assertThat(ids("segment=beta&actor=ada")).containsExactly(4L);
    assertThat(ids("environment=production&limit=2")).containsExactly(4L, 3L);
    assertThat(ids("environment=staging")).isEmpty();
    assertThat(ids("from=2999-01-01T00:00:00Z")).isEmpty();
    api.get("/audit?flag=told&segment=beta").expect(400);
    api.get("/audit?flags=told").expect(400);
  }

  private List<Object> ids(String query) {
    return List.copyOf(api.get("/audit?" + query).expect(200).each("/items", "id"));
  }

  @Test
  void anExportIsVerifiedWithNothingButADigest() throws Exception {
    change();

    var export = api.get("/audit/export").expect(200);

    assertThat(export.header("Content-Type")).contains("application/x-ndjson");
    String previous = "0".repeat(64);
    List<String> lines = export.text().lines().toList();
    assertThat(lines).hasSize(4);
    for (String line : lines) {
      byte[] content =
          line.replaceFirst(",\"hash\":\"[0-9a-f]*\"}$", "}").getBytes(StandardCharsets.UTF_8);
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      assertThat(line).contains("\"previous\":\"%s\"".formatted(previous)).endsWith(hash + "\"}");
      previous = hash;
    }
    var verdict = api.get("/audit/verify").expect(200);
    assertThat(verdict.at("/hash")).isEqualTo(previous);
  }

  @Test
  void theFirstEntryThatWasTamperedWithIsNamed() throws SQLException {
    change();
    assertThat(api.get("/audit/verify").expect(200).text())
        .startsWith("{\"project\":\"default\",\"intact\":true,\"entries\":4,");

    tamper("UPDATE trail SET actor = 'eve' WHERE position = 2");

    var verdict = api.get("/projects/default/audit/verify").expect(200);
    assertThat(verdict.at("/intact")).isEqualTo(false);
    assertThat(verdict.at("/firstBroken/id")).isEqualTo(2L);
  }

  @Test
  void anEntryThatNobodyCanHaveRecordedIsNamedByThePagesItIsOn() throws SQLException {
    change();

    tamper("UPDATE trail SET environment = 'no key' WHERE position = 2");

    var before = api.get("/audit").expect(200);
    assertThat(before.each("/items", "id")).isEqualTo(List.of(4L, 3L));
    var answer =
        api.get("/audit?cursor=" + before.at("/nextCursor")).expectProblem(500, "trail-unreadable");
    assertThat(answer.at("/id")).isEqualTo(2L);
    assertThat(api.get("/audit/export").text().lines()).hasSize(1);
    assertThat(ids("kind=created")).containsExactly(3L, 1L);
    assertThat(api.get("/audit/verify").expect(200).at("/firstBroken/id")).isEqualTo(2L);
  }

  /// As somebody would who may do everything in the database.
  private void tamper(String sql) throws SQLException {
    var database = api.database();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE trail DISABLE TRIGGER USER");
      statement.execute(sql);
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (String path : List.of("/audit", "/audit/export", "/audit/verify")) {
      api.get("/projects/nowhere" + path).expect(404);
      api.get("/projects/%2e%2e" + path).expect(404);
      api.get("/projects/default" + path + "?what=ever").expect(400);
    }
  }
}
