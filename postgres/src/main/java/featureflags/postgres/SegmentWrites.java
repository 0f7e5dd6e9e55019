package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentChange;
import featureflags.catalog.SegmentEntry;
import featureflags.json.SegmentChangeShape;
import featureflags.json.SegmentEntryShape;
import java.sql.SQLException;

/// The statements that every edit of a segment runs in its transaction.
final class SegmentWrites {
  private static final String INSERT =
      """
      INSERT INTO segment (version, removed, name, body, project, environment, key, revision)
      VALUES (?, false, ?, ?::json, ?, ?, ?, 0)
          ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE segment
         SET version = ?, removed = false, name = ?, body = ?::json
       WHERE project = ? AND environment = ? AND key = ?
      """;

  private static final String REMOVE =
      """
      UPDATE segment
         SET version = ?, removed = true
       WHERE project = ? AND environment = ? AND key = ?
      """;

  private static final String EMPTY =
      """
      UPDATE segment_part
         SET version = ?, keys = ''
       WHERE project = ? AND environment = ? AND segment = ? AND keys <> ''
      """;

  private static final String STAMP =
      """
      UPDATE segment
         SET revision = ?
       WHERE project = ? AND environment = ? AND key = ?
      """;

  /// The parts that this edit has written.
  private static final String STAMP_PARTS =
      """
      UPDATE segment_part
         SET revision = ?
       WHERE project = ? AND environment = ? AND segment = ? AND version = ?
      """;

  private SegmentWrites() {}

  /// How many rows were stored: 0 when the key is taken.
  static int insert(Session session, Scope scope, SegmentEntry entry) throws SQLException {
    return write(session, INSERT, scope, entry);
  }

  static void update(Session session, Scope scope, SegmentEntry entry) throws SQLException {
    write(session, UPDATE, scope, entry);
  }

  private static int write(Session session, String sql, Scope scope, SegmentEntry entry)
      throws SQLException {
    return session.update(
        sql,
        entry.version(),
        entry.draft().name(),
        SegmentEntryShape.document(entry).text(),
        scope.project(),
        scope.environment(),
        entry.key());
  }

  static void remove(Session session, Scope scope, SegmentChange.Deleted deleted)
      throws SQLException {
    for (String sql : new String[] {REMOVE, EMPTY}) {
      session.update(sql, deleted.version(), scope.project(), scope.environment(), deleted.key());
    }
  }

  /// Takes the environment's next revision, announces it, and adds the entry of the change trail.
  static void record(Session session, Scope scope, SegmentChange change, Author author)
      throws SQLException {
    long revision = Revisions.advance(session, scope);
    session.update(STAMP, revision, scope.project(), scope.environment(), change.key());
    session.update(
        STAMP_PARTS,
        revision,
        scope.project(),
        scope.environment(),
        change.key(),
        change.version());
    TrailWrites.append(session, SegmentChangeShape.record(scope, change, author));
  }
}
