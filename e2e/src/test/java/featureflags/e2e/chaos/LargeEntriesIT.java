package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.e2e.Service;
import featureflags.e2e.Stores;
import featureflags.e2e.Wait;
import featureflags.postgres.Migrations;
import featureflags.postgres.PostgresAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Evaluations with all the attributes that people may send, in a worker with little memory.
class LargeEntriesIT {
  private static final int ENTRIES = 150;
  private static final int EVALUATIONS = 100;
  private static final int ATTRIBUTE = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<String> SMALL =
      List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  /// All entries together are larger than the worker's heap.
  @Test
  void aBacklogOfLargeEntriesIsStoredAFewAtATime(@TempDir Path folder) throws SQLException {
    var stores = Stores.fresh();
    var database = stores.database();
    Migrations.run(
        new PostgresAddress(
            database.host(),
            database.port(),
            database.name(),
            database.user(),
            database.password()));
    Entries.send(
        stores.redis(),
        Collections.nCopies(ENTRIES, 0).stream()
            .map(_ -> Entries.of("large", 0, EVALUATIONS, "x".repeat(ATTRIBUTE)))
            .toList());

    try (var worker =
            Service.start(
                SMALL,
                "audit-worker",
                "featureflags.auditworker.Main",
                stores.environment(folder, Stores.freePort()),
                "event=started",
                folder);
        var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
      Wait.until(
          "all of them in the trail",
          PATIENCE,
          () -> !worker.handle().isAlive() || stored(connection) == ENTRIES * EVALUATIONS);

      assertThat(worker.handle().isAlive()).as(worker.output()).isTrue();
    }
  }

  private static long stored(Connection connection) {
    try (var statement = connection.createStatement();
        var count = statement.executeQuery("SELECT count(*) FROM evaluation")) {
      count.next();
      return count.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
