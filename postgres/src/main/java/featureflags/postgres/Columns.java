package featureflags.postgres;

import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

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

  Array optionalText(Predicate<T> absent, Function<T, String> column) throws SQLException {
    var elements = new String[rows.size()];
    for (int i = 0; i < elements.length; i++) {
      T row = rows.get(i);
      if (!absent.test(row)) {
        elements[i] = column.apply(row);
      }
    }
    return session.array("text", elements);
  }
}
