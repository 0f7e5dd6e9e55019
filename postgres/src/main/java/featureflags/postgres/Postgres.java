package featureflags.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import featureflags.catalog.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Properties;

/// A pool of connections to one database, in which every statement has a deadline.
///
/// It opens whether or not the database can be reached; what is asked of it fails with
/// [Unavailable] until it can.
public final class Postgres implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_SECONDS = 1;

  /// How long whoever asks waits for a connection: somebody who wants to store a change is told
  /// within half a second that it cannot be.
  private static final long CONNECTION_WAIT_MILLIS = 400;

  private static final long VALIDATION_MILLIS = 300;

  /// How long PostgreSQL may work on one statement; a second more for a server that hangs and
  /// cannot say so. Somebody waits for it.
  private static final int STATEMENT_TIMEOUT_SECONDS = 2;

  /// The same for what moves much and what nobody waits for.
  private static final int BULK_TIMEOUT_SECONDS = 10;

  /// How long locks may outlive a client that hangs in the middle of a transaction.
  private static final int IDLE_TIMEOUT_SECONDS = 5;

  private final HikariDataSource pool;

  private Postgres(HikariDataSource pool) {
    this.pool = pool;
  }

  /// Opens a pool.
  ///
  /// @param name the name of the pool in logs, and of the application in PostgreSQL
  /// @param size how many connections at most
  public static Postgres open(PostgresAddress address, String name, int size) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
    config.setValidationTimeout(VALIDATION_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setDataSourceProperties(properties(name));
    return new Postgres(new HikariDataSource(config));
  }

  static Properties properties(String name) {
    var properties = new Properties();
    properties.put("ApplicationName", name);
    properties.put("connectTimeout", String.valueOf(CONNECT_TIMEOUT_SECONDS));
    properties.put("socketTimeout", String.valueOf(STATEMENT_TIMEOUT_SECONDS + 1));
    properties.put("tcpKeepAlive", "true");
    properties.put(
        "options",
        "-c statement_timeout=%ds -c idle_in_transaction_session_timeout=%ds"
            .formatted(STATEMENT_TIMEOUT_SECONDS, IDLE_TIMEOUT_SECONDS));
    return properties;
  }

  /// Asks for a sign of life.
  ///
  /// @throws Unavailable when there is none
  public void ping() {
    read(session -> session.query("SELECT 1 AS alive", row -> row.integer("alive")));
  }

  /// What PostgreSQL's clock says.
  ///
  /// @throws Unavailable when there is no answer
  public Instant time() {
    return read(
            session -> session.query("SELECT clock_timestamp() AS time", row -> row.time("time")))
        .getFirst();
  }

  /// Runs work in one transaction that is committed when the work returns and undone when it
  /// throws, whatever it throws: the pool undoes what comes back uncommitted.
  <T> T transaction(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      T outcome = work.in(new Session(connection));
      connection.commit();
      return outcome;
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  /// Runs work in one transaction, with the deadline of what moves much.
  <T> T bulk(Work<T> work) {
    return transaction(session -> {
      session.allow(BULK_TIMEOUT_SECONDS);
      return work.in(session);
    });
  }

  /// Runs one statement that is a transaction of its own.
  <T> T read(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.in(new Session(connection));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /// Statements that belong together.
  @FunctionalInterface
  interface Work<T> {
    T in(Session session) throws SQLException;
  }
}
