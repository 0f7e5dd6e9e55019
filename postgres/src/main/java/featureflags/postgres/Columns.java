package featureflags.postgres;

import featureflags.catalog.EvaluationEvent;
import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Turns events into the columns of a batch: one array parameter each, however many events.
final class Columns {
  private final Session session;
  private final List<EvaluationEvent> events;

  Columns(Session session, List<EvaluationEvent> events) {
    this.session = session;
    this.events = events;
  }

  Array of(String type, Function<EvaluationEvent, Object> column) throws SQLException {
    return session.array(type, events.stream().map(column).toArray());
  }

  Array text(Function<EvaluationEvent, Object> column) throws SQLException {
    return of("text", column);
  }

  Array optionalText(Predicate<EvaluationEvent> absent, Function<EvaluationEvent, String> column)
      throws SQLException {
    var elements = new String[events.size()];
    for (int i = 0; i < elements.length; i++) {
      EvaluationEvent event = events.get(i);
      if (!absent.test(event)) {
        elements[i] = column.apply(event);
      }
    }
    return session.array("text", elements);
  }
}
