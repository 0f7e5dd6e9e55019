package featureflags.postgres;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Page;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The evaluation trail: stores events, each once, and reads those of a flag, newest first.
public final class EvaluationTrail {
  /// Where a transaction puts events before it stores those that are new; of the connection, and
  /// empty between transactions.
  private static final String STAGE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS staged_evaluation (
        time timestamptz, id uuid, flag integer, outcome integer, subject text, attributes json)
      ON COMMIT DELETE ROWS
      """;

  private static final String COPY =
      """
      COPY staged_evaluation (time, id, flag, outcome, subject, attributes)
      FROM STDIN (FORMAT binary)
      """;

  private static final int COLUMNS = 6;

  /// What most rows take.
  private static final int ROW_BYTES = 100;

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

  private static final String PAGE =
      """
      SELECT evaluation.id, time, version, variant, reason, rule, subject, attributes
        FROM evaluation
        JOIN outcome ON outcome.id = evaluation.outcome
       WHERE evaluation.flag = (SELECT id
                                  FROM evaluated_flag
                                 WHERE project = ? AND environment = ? AND key = ?)
         AND time >= ?::timestamptz AND time < ?::timestamptz
         AND (time, evaluation.id) < (?::timestamptz, ?)
       ORDER BY time DESC, evaluation.id DESC
       LIMIT ?
      """;

  private static final String OF_SUBJECT =
      """
      SELECT evaluation.id, time, evaluated_flag.key AS flag, version, variant, reason, rule,
             subject, attributes
        FROM evaluation
        JOIN outcome ON outcome.id = evaluation.outcome
        JOIN evaluated_flag ON evaluated_flag.id = evaluation.flag
       WHERE subject = ? AND project = ? AND environment = ?
         AND time >= ?::timestamptz AND time < ?::timestamptz
         AND (time, evaluation.id) < (?::timestamptz, ?)
       ORDER BY time DESC, evaluation.id DESC
       LIMIT ?
      """;

  private static final String LAST_OF_SUBJECT =
      """
      SELECT DISTINCT ON (evaluated_flag.key) evaluation.id, time, evaluated_flag.key AS flag,
             version, variant, reason, rule, subject, attributes
        FROM evaluation
        JOIN outcome ON outcome.id = evaluation.outcome
        JOIN evaluated_flag ON evaluated_flag.id = evaluation.flag
       WHERE subject = ? AND project = ? AND environment = ? AND time <= ?::timestamptz
       ORDER BY evaluated_flag.key, time DESC, evaluation.id DESC
       LIMIT ?
      """;

  private final Postgres postgres;
  private final OutcomeIds outcomes;

  /// Reads and writes through this pool.
  public EvaluationTrail(Postgres postgres) {
    this.postgres = postgres;
    this.outcomes = new OutcomeIds(postgres);
  }

  /// Stores all or nothing, the events in the partitions of their days, which are made when
  /// missing. What was stored before changes nothing.
  public Stored store(Recorded recorded) {
    Partitions.ensure(postgres, recorded.events());
    List<OutcomeIds.Ids> ids = outcomes.of(recorded);
    return postgres.bulk(session -> store(session, recorded, ids));
  }

  private static Stored store(Session session, Recorded recorded, List<OutcomeIds.Ids> ids)
      throws SQLException {
    int events = recorded.events().size();
    session.execute(STAGE);
    session.copy(COPY, rows(recorded.events(), ids));
    var count = new Columns<>(session, recorded.counts());
    return session
        .query(
            STORE,
            row -> new Stored(row.number("kept"), row.number("counted")),
            count.of("bigint", each -> each.minute().toEpochMilli()),
            count.of("uuid", EvaluationCount::id),
            new Columns<>(session, ids.subList(events, ids.size()))
                .of("integer", OutcomeIds.Ids::outcome),
            count.of("bigint", EvaluationCount::count))
        .getFirst();
  }

  private static ByteBuffer rows(List<EvaluationEvent> events, List<OutcomeIds.Ids> ids) {
    var rows = new CopyRows(ROW_BYTES * events.size());
    for (int i = 0; i < events.size(); i++) {
      EvaluationEvent event = events.get(i);
      rows.row(COLUMNS);
      rows.put(event.time());
      rows.put(event.id());
      rows.put(ids.get(i).flag());
      rows.put(ids.get(i).outcome());
      rows.put(event.subject());
      if (event.attributes().isEmpty()) {
        rows.putNull();
      } else {
        rows.put(ValueWriter.text(new Value.Structure(event.attributes())));
      }
    }
    return rows.end();
  }

  /// What was new.
  ///
  /// @param kept evaluations that are in the trail now, one by one
  /// @param counted evaluations that are counted only
  public record Stored(long kept, long counted) {}

  /// A page of a flag's trail.
  ///
  /// @param before where the page goes on; [Position#NEWEST] for the first page
  public Page<EvaluationEvent> page(
      Scope scope, String flag, TimeRange range, Position before, int limit) {
    List<EvaluationEvent> oneMore =
        postgres.read(session ->
            session.query(
                PAGE,
                row -> event(row, scope, flag),
                scope.project(),
                scope.environment(),
                flag,
                range.fromText(),
                range.toText(),
                TimeRange.text(before.time()),
                before.id(),
                limit + 1));
    return Page.of(oneMore, limit);
  }

  /// A page of what a subject got, whatever the flag, newest first.
  ///
  /// @param before where the page goes on; [Position#NEWEST] for the first page
  public Page<EvaluationEvent> ofSubject(
      Scope scope, String subject, TimeRange range, Position before, int limit) {
    List<EvaluationEvent> oneMore =
        postgres.read(session ->
            session.query(
                OF_SUBJECT,
                row -> event(row, scope, row.text("flag")),
                subject,
                scope.project(),
                scope.environment(),
                range.fromText(),
                range.toText(),
                TimeRange.text(before.time()),
                before.id(),
                limit + 1));
    return Page.of(oneMore, limit);
  }

  /// What a subject had at a time: of each flag the last evaluation by then, by the flag's key.
  ///
  /// @param limit how many flags at most
  public List<EvaluationEvent> ofSubjectAt(Scope scope, String subject, Instant time, int limit) {
    return postgres.read(session ->
        session.query(
            LAST_OF_SUBJECT,
            row -> event(row, scope, row.text("flag")),
            subject,
            scope.project(),
            scope.environment(),
            TimeRange.text(time),
            limit));
  }

  private static EvaluationEvent event(Row row, Scope scope, String flag) throws SQLException {
    return new EvaluationEvent(
        row.uuid("id"),
        row.time("time"),
        scope,
        flag,
        row.integer("version"),
        row.text("variant"),
        row.text("reason"),
        row.text("rule"),
        row.text("subject"),
        row.optionalText("attributes").map(EvaluationTrail::attributes).orElse(Map.of()));
  }

  private static Map<String, Value> attributes(String json) {
    return ValueReader.readStored(json) instanceof Value.Structure(Map<String, Value> fields)
        ? fields
        : Map.of();
  }

  /// A place in the trail.
  ///
  /// @param time of the event
  /// @param id of the event
  public record Position(Instant time, UUID id) {
    /// Before everything.
    public static final Position NEWEST = new Position(TimeRange.ALL.to(), new UUID(-1, -1));
  }
}
