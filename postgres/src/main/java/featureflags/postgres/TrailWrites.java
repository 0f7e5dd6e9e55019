package featureflags.postgres;

import featureflags.catalog.ChangeRecord;
import featureflags.catalog.TrailEntry;
import featureflags.json.Names;
import featureflags.json.TrailLine;
import java.sql.SQLException;

/// Adds entries to the change trail, one after the other in each project.
final class TrailWrites {
  /// Not `FOR UPDATE`: that would wait for whoever has just inserted a row that refers to the
  /// project.
  private static final String LOCK =
      """
      SELECT trail_length, trail_hash
        FROM project
       WHERE key = ?
         FOR NO KEY UPDATE
      """;

  private static final String APPEND =
      """
      INSERT INTO trail (project, position, time, environment, changed, key, kind, version, actor,
                         request_id, comment, instructions, before, after, previous, hash)
      VALUES (?, ?, ?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?::json, ?, ?)
      """;

  private static final String ADVANCE =
      """
      UPDATE project
         SET trail_length = ?, trail_hash = ?
       WHERE key = ?
      """;

  private TrailWrites() {}

  /// Adds an entry, and locks the project's row until the transaction ends, so that the entries are
  /// committed in their order. Whoever locks other rows as well locks them before.
  static void append(Session session, ChangeRecord change) throws SQLException {
    String project = change.scope().project();
    TrailEnd end =
        session
            .first(LOCK, TrailEnd::of, project)
            .orElseThrow(() -> new IllegalStateException("no project '%s'".formatted(project)));
    TrailEntry entry = TrailLine.chain(end.length() + 1, change, end.hash());
    session.update(
        APPEND,
        project,
        entry.position(),
        change.time().toString(),
        change.scope().environment(),
        Names.of(change.changed()),
        change.key(),
        change.kind(),
        change.version(),
        change.author().actor(),
        change.author().requestId(),
        change.author().comment(),
        change.instructions(),
        change.before(),
        change.after(),
        entry.previous(),
        entry.hash());
    session.update(ADVANCE, entry.position(), entry.hash(), project);
  }
}
