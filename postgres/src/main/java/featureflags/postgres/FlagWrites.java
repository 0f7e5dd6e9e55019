package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.Change;
import featureflags.catalog.Entry;
import featureflags.catalog.Scope;
import featureflags.catalog.State;
import featureflags.engine.References;
import featureflags.json.ChangeShape;
import featureflags.json.EntryShape;
import featureflags.json.ValueWriter;
import java.sql.SQLException;

/// The statements that every edit of a flag runs in its transaction.
final class FlagWrites {
  private static final String INSERT =
      """
      INSERT INTO flag (version, archived, name, description, tags, body, segments, depends_on,
                        project, environment, key, revision)
      VALUES (?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, 0)
          ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE flag
         SET version = ?, archived = ?, name = ?, description = ?, tags = ?, body = ?::json,
             segments = ?, depends_on = ?
       WHERE project = ? AND environment = ? AND key = ?
      """;

  private static final String STAMP =
      """
      UPDATE flag
         SET revision = ?
       WHERE project = ? AND environment = ? AND key = ?
      """;

  private FlagWrites() {}

  /// How many rows were stored: 0 when the key is taken.
  static int insert(Session session, Scope scope, Entry entry) throws SQLException {
    return write(session, INSERT, scope, entry);
  }

  static void update(Session session, Scope scope, Entry entry) throws SQLException {
    write(session, UPDATE, scope, entry);
  }

  private static int write(Session session, String sql, Scope scope, Entry entry)
      throws SQLException {
    var references = References.of(entry.flag());
    return session.update(
        sql,
        entry.version(),
        entry.state() instanceof State.Archived,
        entry.details().name(),
        entry.details().description(),
        session.array("text", entry.details().tags().toArray()),
        ValueWriter.text(EntryShape.write(entry)),
        session.array("text", references.segments().toArray()),
        session.array("text", References.asked(entry.flag()).toArray()),
        scope.project(),
        scope.environment(),
        entry.flag().key());
  }

  /// Takes the environment's next revision, announces it, and adds the entry of the change trail.
  static void record(Session session, Scope scope, Change change, Author author)
      throws SQLException {
    long revision = Revisions.advance(session, scope);
    session.update(
        STAMP, revision, scope.project(), scope.environment(), change.after().flag().key());
    TrailWrites.append(session, ChangeShape.record(scope, change, author));
  }
}
