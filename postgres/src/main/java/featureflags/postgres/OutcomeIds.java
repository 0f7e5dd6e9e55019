package featureflags.postgres;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.catalog.StorableText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The ids of what evaluations have in common: flags, and what came of them. Each is stored once,
/// when it first comes, and never changes.
final class OutcomeIds {
  /// Some ten megabytes; beyond it all are forgotten, and those in use are asked for again.
  private static final int MOST = 100_000;

  private static final String WANTED =
      """
      unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::text[])
        WITH ORDINALITY AS wanted (project, environment, key, version, variant, reason, rule, place)
      """;

  /// In one order, so that two that store the same wait for each other and do not deadlock.
  private static final String ADD_FLAGS =
      """
      INSERT INTO evaluated_flag (project, environment, key)
      SELECT DISTINCT project, environment, key
        FROM %s
       WHERE NOT EXISTS (SELECT FROM evaluated_flag known
                          WHERE known.project = wanted.project
                            AND known.environment = wanted.environment AND known.key = wanted.key)
       ORDER BY project, environment, key
          ON CONFLICT DO NOTHING
      """
          .formatted(WANTED);

  private static final String ADD_OUTCOMES =
      """
      INSERT INTO outcome (flag, version, variant, reason, rule)
      SELECT DISTINCT evaluated_flag.id, version, variant, reason, rule
        FROM %s
        JOIN evaluated_flag USING (project, environment, key)
       WHERE NOT EXISTS (SELECT FROM outcome known
                          WHERE known.flag = evaluated_flag.id AND known.version = wanted.version
                            AND known.variant = wanted.variant AND known.reason = wanted.reason
                            AND known.rule = wanted.rule)
       ORDER BY evaluated_flag.id, version, variant, reason, rule
          ON CONFLICT DO NOTHING
      """
          .formatted(WANTED);

  private static final String FIND =
      """
      SELECT place, outcome.flag AS flag, outcome.id AS outcome
        FROM %s
        JOIN evaluated_flag USING (project, environment, key)
        JOIN outcome
          ON outcome.flag = evaluated_flag.id AND outcome.version = wanted.version
             AND outcome.variant = wanted.variant AND outcome.reason = wanted.reason
             AND outcome.rule = wanted.rule
      """
          .formatted(WANTED);

  private final Postgres postgres;

  /// Replaced when it is forgotten: who still adds to the one before adds to nothing.
  private volatile Known known = new Known();

  OutcomeIds(Postgres postgres) {
    this.postgres = postgres;
  }

  /// What evaluations have in common.
  private record Decided(
      Scope scope, String flag, int version, String variant, String reason, String rule) {
    /// With texts as they come back.
    static Decided by(Scope scope, Outcome outcome) {
      return new Decided(
          scope,
          StorableText.of(outcome.flag()),
          outcome.version(),
          StorableText.of(outcome.variant()),
          StorableText.of(outcome.reason()),
          StorableText.of(outcome.rule()));
    }
  }

  /// The ids of a flag and of what came of it.
  record Ids(int flag, int outcome) {}

  /// What one server has told.
  private static final class Known {
    private final Map<Decided, Ids> ids = new ConcurrentHashMap<>();
  }

  /// The ids for each outcome of each request, in their order, and then for each count.
  ///
  /// @param by what has them
  record Found(List<Ids> ids, Known by) {}

  /// Finds ids; what has none yet gets one, in a transaction of its own.
  Found of(Recorded recorded) {
    Known current = known;
    List<Decided> decided = decided(recorded);
    var ids = new HashMap<Decided, Ids>();
    var unknown = new LinkedHashSet<Decided>();
    for (Decided each : decided) {
      if (ids.computeIfAbsent(each, current.ids::get) == null) {
        unknown.add(each);
      }
    }
    if (!unknown.isEmpty()) {
      ids.putAll(postgres.transaction(session -> added(session, List.copyOf(unknown))));
    }
    if (current.ids.size() > MOST) {
      current.ids.clear();
    }
    current.ids.putAll(ids);
    return new Found(decided.stream().map(ids::get).toList(), current);
  }

  /// The ids that hold for a session.
  ///
  /// @param isNew whether its connection was just made, perhaps to a server that took over from
  ///   another and lacks what that one stored last: nothing counts as known then, and what this
  ///   server does not have gets ids in this transaction
  List<Ids> holding(Session session, boolean isNew, Recorded recorded, Found found)
      throws SQLException {
    if (!isNew && found.by.equals(known)) {
      return found.ids;
    }
    known = new Known();
    List<Decided> decided = decided(recorded);
    Map<Decided, Ids> ids = added(session, List.copyOf(new LinkedHashSet<>(decided)));
    return decided.stream().map(ids::get).toList();
  }

  private static List<Decided> decided(Recorded recorded) {
    var decided = new ArrayList<Decided>();
    for (Evaluations request : recorded.requests()) {
      request.outcomes().forEach(outcome -> decided.add(Decided.by(request.scope(), outcome)));
    }
    recorded.counts().forEach(count -> decided.add(Decided.by(count.scope(), count.outcome())));
    return decided;
  }

  private static Map<Decided, Ids> added(Session session, List<Decided> unknown)
      throws SQLException {
    Object[] columns = columns(session, unknown);
    session.update(ADD_FLAGS, columns);
    session.update(ADD_OUTCOMES, columns);
    var added = new HashMap<Decided, Ids>();
    session.query(
        FIND,
        row ->
            added.put(
                unknown.get(row.integer("place") - 1),
                new Ids(row.integer("flag"), row.integer("outcome"))),
        columns);
    return added;
  }

  private static Object[] columns(Session session, List<Decided> wanted) throws SQLException {
    var columns = new Columns<>(session, wanted);
    return new Object[] {
      columns.of("text", each -> each.scope().project()),
      columns.of("text", each -> each.scope().environment()),
      columns.of("text", Decided::flag),
      columns.of("integer", Decided::version),
      columns.of("text", Decided::variant),
      columns.of("text", Decided::reason),
      columns.of("text", Decided::rule)
    };
  }
}
