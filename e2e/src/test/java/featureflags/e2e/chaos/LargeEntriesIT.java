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
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Evaluations with all the attributes that people may send, in a worker with little memory. What
/// it has to store is larger than its heap.
class LargeEntriesIT {
  private static final String ATTRIBUTE = "x".repeat(10_000);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<String> SMALL =
      List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  private final Stores stores = Stores.fresh();
  private Connection connection;
  private Service worker;

  @BeforeEach
  void start(@TempDir Path folder) throws SQLException {
    var database = stores.database();
    Migrations.run(
        new PostgresAddress(
            database.host(),
            database.port(),
            database.name(),
            database.user(),
            database.password()));
    connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    worker =
        Service.start(
            SMALL,
            "audit-worker",
            "featureflags.auditworker.Main",
            stores.environment(folder, Stores.freePort()),
            "event=started",
            folder);
  }

  @AfterEach
  void stop() throws SQLException {
    worker.close();
    connection.close();
  }

  /// The worker is used to small entries when they come.
  @Test
  void manyRequestsOfManyAttributesEach() {
    send(200, i -> Entries.of("small", i, 1));
    awaitStored(200);

    send(150, _ -> Entries.of("large", 0, 100, ATTRIBUTE));

    awaitStored(200 + 150 * 100);
  }

  /// An entry has the attributes of a request once; the trail has them in each of its rows.
  @Test
  void requestsForManyFlags() {
    send(60, _ -> Entries.ofManyFlags(500, ATTRIBUTE));

    awaitStored(60 * 500);
  }

  private void send(int count, IntFunction<byte[]> entry) {
    Entries.send(stores.redis(), IntStream.range(0, count).mapToObj(entry).toList());
  }

  private void awaitStored(int count) {
    Wait.until(
        "%d evaluations in the trail".formatted(count),
        PATIENCE,
        () -> !worker.handle().isAlive() || stored() == count);

    assertThat(worker.handle().isAlive()).as(worker.output()).isTrue();
  }

  private long stored() {
    try (var statement = connection.createStatement();
        var count = statement.executeQuery("SELECT count(*) FROM evaluation")) {
      count.next();
      return count.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
