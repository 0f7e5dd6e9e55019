package featureflags.postgres;

import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/// Turns things into the columns of a batch: one array parameter each, however many things.
final class Columns<T> {
  private final Session session;
  private final List<T> rows;

  Columns(Session session, List<T> rows) {
    this.session = session;
    this.rows = rows;
  }

  Array of(String type, Function<T, Object> column) throws SQLException {
    return session.array(type, rows.stream().map(column).toArray());
  }
}
