package featureflags.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.Evaluations;
import featureflags.catalog.Recorded;
import featureflags.engine.Value;
import featureflags.json.ValueWriter;
import featureflags.postgres.EvaluationTrail.Stored;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes evaluations: those that the trail keeps one by one, and how many there were.
final class EvaluationWrites {
  /// Where a transaction puts events before it stores those that are new; of the connection, and
  /// empty between transactions.
  private static final String STAGE =
      """
      CREATE TEMPORARY TABLE staged_evaluation (
        time timestamptz, id uuid, flag integer, outcome integer, subject text, attributes json)
      ON COMMIT DELETE ROWS
      """;

  private static final String STAGED =
      """
      SELECT to_regclass('pg_temp.staged_evaluation') IS NOT NULL AS staged
      """;

  private static final String COPY =
      """
      COPY staged_evaluation (time, id, flag, outcome, subject, attributes)
      FROM STDIN (FORMAT binary)
      """;

  private static final int COLUMNS = 6;

  /// Stores events and counts whatever is new, in one statement. All rows are written in one order,
  /// whatever the order of the batch, so that two that store the same wait for each other and do
  /// not deadlock; the counts, which others want to change too, come last.
  private static final String STORE =
      """
      WITH fresh AS (
        INSERT INTO evaluation (time, id, flag, outcome, subject, attributes)
        SELECT time, id, flag, outcome, subject, attributes
          FROM staged_evaluation
         ORDER BY time, id
            ON CONFLICT DO NOTHING
        RETURNING time, outcome
      ), told AS (
        SELECT DISTINCT ON (minute, id)
               TIMESTAMPTZ 'epoch' + millis * INTERVAL '1 millisecond' AS minute, id, outcome, times
          FROM unnest(?::bigint[], ?::uuid[], ?::integer[], ?::bigint[])
            AS count (millis, id, outcome, times)
      ), new AS (
        INSERT INTO counted (minute, id)
        SELECT minute, id
          FROM told
         ORDER BY minute, id
            ON CONFLICT DO NOTHING
        RETURNING minute, id
      ), counts AS (
        SELECT date_trunc('minute', time) AS minute, outcome, count(*) AS times
          FROM fresh
         GROUP BY 1, 2
         UNION ALL
        SELECT minute, outcome, times
          FROM new
          JOIN told USING (minute, id)
      ), sums AS (
        INSERT INTO evaluation_count (flag, minute, variant, evaluations)
        SELECT flag, minute, variant, sum(times)
          FROM counts
          JOIN outcome ON outcome.id = counts.outcome
         GROUP BY flag, minute, variant
         ORDER BY flag, minute, variant
            ON CONFLICT (flag, minute, variant)
            DO UPDATE SET evaluations = evaluation_count.evaluations + excluded.evaluations
      )
      SELECT (SELECT count(*) FROM fresh) AS kept,
             (SELECT coalesce(sum(times), 0) FROM new JOIN told USING (minute, id)) AS counted
      """;

  private EvaluationWrites() {}

  /// Makes ready a connection that never stored.
  ///
  /// @return whether it is one
  static boolean prepare(Session session) throws SQLException {
    boolean isNew = !session.query(STAGED, row -> row.bool("staged")).getFirst();
    if (isNew) {
      session.execute(STAGE);
    }
    return isNew;
  }

  /// Stores over a connection that is ready.
  static Stored store(Session session, Recorded recorded, List<OutcomeIds.Ids> ids)
      throws SQLException {
    session.copy(COPY, rows -> write(rows, recorded.requests(), ids.iterator()));
    List<OutcomeIds.Ids> ofCounts = ids.subList(ids.size() - recorded.counts().size(), ids.size());
    var count = new Columns<>(session, recorded.counts());
    return session
        .query(
            STORE,
            row -> new Stored(row.number("kept"), row.number("counted")),
            count.of("bigint", each -> each.minute().toEpochMilli()),
            count.of("uuid", EvaluationCount::id),
            new Columns<>(session, ofCounts).of("integer", OutcomeIds.Ids::outcome),
            count.of("bigint", EvaluationCount::count))
        .getFirst();
  }

  private static void write(CopyRows rows, List<Evaluations> requests, Iterator<OutcomeIds.Ids> ids)
      throws SQLException {
    for (Evaluations request : requests) {
      byte[] subject = request.subject().getBytes(UTF_8);
      Optional<byte[]> attributes = written(request.attributes());
      for (int i = 0; i < request.count(); i++) {
        OutcomeIds.Ids came = ids.next();
        rows.row(COLUMNS);
        rows.put(request.time());
        rows.put(request.id(i));
        rows.put(came.flag());
        rows.put(came.outcome());
        rows.put(subject);
        attributes.ifPresentOrElse(rows::put, rows::putNull);
      }
    }
  }

  private static Optional<byte[]> written(Map<String, Value> attributes) {
    return attributes.isEmpty()
        ? Optional.empty()
        : Optional.of(ValueWriter.bytes(new Value.Structure(attributes)));
  }
}
