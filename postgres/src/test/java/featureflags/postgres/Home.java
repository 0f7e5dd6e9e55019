package featureflags.postgres;

import featureflags.embedded.Database;
import featureflags.embedded.TestStores;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A database of its own for a test class, migrated, and a pool on it.
record Home(PostgresAddress address, Postgres postgres) implements AutoCloseable {
  private static final int POOL = 4;

  static Home fresh() {
    return at(empty());
  }

  /// The same where texts sort as people sort them.
  static Home inEnglish() {
    PostgresAddress address = empty();
    execute(
        address,
        """
        CREATE DATABASE english TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'
        """);
    return at(
        new PostgresAddress(
            address.host(), address.port(), "english", address.user(), address.password()));
  }

  private static Home at(PostgresAddress address) {
    Migrations.run(address);
    return new Home(address, Postgres.open(address, "test", POOL));
  }

  /// A database without a schema.
  static PostgresAddress empty() {
    Database database = TestStores.freshDatabase();
    return new PostgresAddress(
        database.host(), database.port(), database.name(), database.user(), database.password());
  }

  void execute(String sql) {
    execute(address, sql);
  }

  static void execute(PostgresAddress address, String sql) {
    try (var connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  List<String> column(String sql) {
    return column(address, sql);
  }

  /// The first column of what a query finds, read on a connection of its own.
  static List<String> column(PostgresAddress address, String sql) {
    try (var connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// What everything that an edit may touch looks like.
  List<String> everything() {
    return column(
        """
        SELECT flag::text FROM flag
         UNION ALL SELECT trail::text FROM trail
         UNION ALL SELECT environment::text FROM environment
         UNION ALL SELECT segment::text FROM segment
         UNION ALL SELECT segment_part::text FROM segment_part
         ORDER BY 1
        """);
  }

  /// How many connections an application has to this database.
  static int connections(PostgresAddress address, String application) {
    return Integer.parseInt(
        column(
                address,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid() AND application_name LIKE '%s'"
                        .formatted(application))
            .getFirst());
  }

  @Override
  public void close() {
    postgres.close();
  }
}
