package featureflags.postgres;

import featureflags.catalog.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Statements on one connection. A character in a parameter that PostgreSQL does not have arrives
/// as U+FFFD: what is written was checked before, and what is only looked for is then not found.
final class Session {
  private final Connection connection;

  Session(Connection connection) {
    this.connection = connection;
  }

  <T> List<T> query(String sql, Mapper<T> mapper, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet results = statement.executeQuery()) {
      var rows = new ArrayList<T>();
      var row = new Row(results);
      while (results.next()) {
        rows.add(mapper.map(row));
      }
      return rows;
    }
  }

  /// Reads row by row, however many there are: no more than a few are in memory at once. Belongs in
  /// a transaction.
  void each(String sql, int atOnce, Reader reader, Object... parameters) throws SQLException {
    until(
        sql,
        atOnce,
        row -> {
          reader.read(row);
          return false;
        },
        parameters);
  }

  /// The same, until there was enough.
  void until(String sql, int atOnce, Mapper<Boolean> enough, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      statement.setFetchSize(atOnce);
      try (ResultSet results = statement.executeQuery()) {
        var row = new Row(results);
        while (results.next() && !enough.map(row)) {}
      }
    }
  }

  <T> Optional<T> first(String sql, Mapper<T> mapper, Object... parameters) throws SQLException {
    return query(sql, mapper, parameters).stream().findFirst();
  }

  /// How many rows were changed.
  int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /// Runs a statement once for each list of parameters.
  ///
  /// @return how many rows were changed by each
  int[] batch(String sql, List<Object[]> parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] each : parameters) {
        set(statement, each);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  /// Undoes what the transaction has done so far, and gives its locks back.
  void undo() throws SQLException {
    connection.rollback();
  }

  /// Runs statements that take no parameters.
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Gives the statements of this transaction another deadline.
  void allow(int seconds) throws SQLException {
    execute("SET LOCAL statement_timeout = '%ds'".formatted(seconds));
    connection.setNetworkTimeout(Runnable::run, (seconds + 1) * 1_000);
  }

  /// An array parameter.
  java.sql.Array array(String type, Object[] elements) throws SQLException {
    var storable = elements.clone();
    Arrays.setAll(storable, i -> storable(elements[i]));
    return connection.createArrayOf(type, storable);
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    set(statement, parameters);
    return statement;
  }

  /// Sends rows by binary `COPY`.
  void copy(String sql, RowWriter writer) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      var rows = new CopyRows(copy::writeToCopy);
      writer.write(rows);
      rows.end();
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static void set(PreparedStatement statement, Object[] parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, storable(parameters[i]));
    }
  }

  private static Object storable(Object parameter) {
    return parameter instanceof String text ? StorableText.of(text) : parameter;
  }

  /// Writes rows.
  @FunctionalInterface
  interface RowWriter {
    void write(CopyRows rows) throws SQLException;
  }

  /// Takes a row.
  @FunctionalInterface
  interface Reader {
    void read(Row row) throws SQLException;
  }

  /// Makes a value of a row.
  @FunctionalInterface
  interface Mapper<T> {
    T map(Row row) throws SQLException;
  }
}
