package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `flag-api verify`, as an operator runs it.
@Timeout(120)
class VerifyCommandIT {
  private static final String MAIN = "featureflags.flagapi.Main";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Stores stores = Stores.fresh();

  @TempDir private Path folder;

  @Test
  void endsWithOneWhereSomethingWasChangedAndNamesTheFirstBrokenEntry()
      throws IOException, SQLException {
    recordThreeChanges();

    Program intact = verify();
    tamper("UPDATE trail SET actor = 'eve' WHERE position = 2");
    Program broken = verify();

    assertThat(intact.status()).as(intact.output()).isZero();
    assertThat(intact.output()).contains("event=trail-intact project=default entries=3");
    assertThat(broken.status()).as(broken.output()).isEqualTo(1);
    assertThat(broken.output()).contains("event=trail-broken project=default entry=2");
  }

  private void recordThreeChanges() throws IOException {
    int port = Stores.freePort();
    try (var _ =
        Service.start(
            "flag-api", MAIN, stores.environment(folder, port), "event=started", folder)) {
      for (String key : new String[] {"a", "b", "c"}) {
        String flag = "{\"key\": \"%s\"}".formatted(key);
        assertThat(Http.post("http://127.0.0.1:" + port + "/flags", flag).statusCode())
            .isEqualTo(201);
      }
    }
  }

  private Program verify() {
    return Program.run(
        folder,
        PATIENCE,
        stores.environment(folder, Stores.freePort()),
        Service.command("flag-api", MAIN, "verify"));
  }

  private void tamper(String sql) throws SQLException {
    var database = stores.database();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE trail DISABLE TRIGGER USER");
      statement.execute(sql);
    }
  }
}
