package featureflags.postgres;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Page;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import featureflags.json.ValueReader;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The evaluation trail: stores events, each once, and reads those of a flag, newest first.
public final class EvaluationTrail {
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
       WHERE hashtextextended(subject, 0) = hashtextextended(?, 0) AND subject = ?
         AND project = ? AND environment = ?
         AND time >= ?::timestamptz AND time < ?::timestamptz
         AND (time, evaluation.id) < (?::timestamptz, ?)
       ORDER BY time DESC, evaluation.id DESC
       LIMIT ?
      """;

  /// Those of a subject are few, and found first: otherwise all flags behind the key would be.
  private static final String LAST_OF_SUBJECT =
      """
      WITH last AS MATERIALIZED (
        SELECT DISTINCT ON (evaluated_flag.key) evaluation.id, time, evaluated_flag.key AS flag,
               version, variant, reason, rule, subject, attributes
          FROM evaluation
          JOIN outcome ON outcome.id = evaluation.outcome
          JOIN evaluated_flag ON evaluated_flag.id = evaluation.flag
         WHERE hashtextextended(subject, 0) = hashtextextended(?, 0) AND subject = ?
           AND project = ? AND environment = ? AND time <= ?::timestamptz
         ORDER BY evaluated_flag.key, time DESC, evaluation.id DESC
      )
      SELECT id, time, flag, version, variant, reason, rule, subject, attributes
        FROM last
       WHERE flag > ?
       ORDER BY flag
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
    Partitions.ensure(postgres, recorded.requests());
    OutcomeIds.Found found = outcomes.of(recorded);
    return postgres.bulk(session -> {
      boolean isNew = EvaluationWrites.prepare(session);
      return EvaluationWrites.store(
          session, recorded, outcomes.holding(session, isNew, recorded, found));
    });
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

  /// A page of what a subject had at a time: of each flag the last evaluation by then, by the
  /// flag's key.
  ///
  /// @param after the flag behind which the page goes on; empty for the first page
  public Page<EvaluationEvent> ofSubjectAt(
      Scope scope, String subject, Instant time, String after, int limit) {
    List<EvaluationEvent> oneMore =
        postgres.read(session ->
            session.query(
                LAST_OF_SUBJECT,
                row -> event(row, scope, row.text("flag")),
                subject,
                subject,
                scope.project(),
                scope.environment(),
                TimeRange.text(time),
                after,
                limit + 1));
    return Page.of(oneMore, limit);
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
