package featureflags.postgres;

import featureflags.catalog.Scope;
import java.sql.SQLException;

/// An environment's revision, which counts the changes of its flags and segments.
///
/// Whoever locks several rows locks that of the flag or segment first, then the environment's, then
/// any other, and the project's last.
final class Revisions {
  /// Not `FOR UPDATE`: that would wait for whoever has just inserted a row that refers to the
  /// environment, and two of those would wait for each other.
  private static final String LOCK =
      """
      SELECT revision
        FROM environment
       WHERE project = ? AND key = ?
         FOR NO KEY UPDATE
      """;

  private static final String ADVANCE =
      """
      UPDATE environment
         SET revision = revision + 1
       WHERE project = ? AND key = ?
      RETURNING revision
      """;

  private Revisions() {}

  /// Keeps everybody else from committing a change of the environment until this transaction ends.
  static void lock(Session session, Scope scope) throws SQLException {
    session.query(LOCK, row -> row.number("revision"), scope.project(), scope.environment());
  }

  /// Takes the next revision and announces it with the commit. Locks the environment's row until
  /// then, so that revisions are committed in their order.
  static long advance(Session session, Scope scope) throws SQLException {
    long revision =
        session
            .first(ADVANCE, row -> row.number("revision"), scope.project(), scope.environment())
            .orElseThrow();
    RevisionChannel.announce(session, scope, revision);
    return revision;
  }
}
