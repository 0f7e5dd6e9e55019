package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import java.sql.SQLException;
import java.util.List;

/// Reads the change trail of a flag, newest first.
public final class ChangeTrail {
  private static final String PAGE =
      """
      SELECT id, time, actor, request_id, comment, kind, version, instructions, before, after
        FROM change
       WHERE project = ? AND environment = ? AND flag = ?
         AND time >= ?::timestamptz AND time < ?::timestamptz
         AND id < ?
       ORDER BY id DESC
       LIMIT ?
      """;

  private final Postgres postgres;

  /// Reads through this pool.
  public ChangeTrail(Postgres postgres) {
    this.postgres = postgres;
  }

  /// A page of the trail.
  ///
  /// @param before the id behind which the page goes on; [Long#MAX_VALUE] for the first page
  public Page<ChangeRecord> page(
      Scope scope, String flag, TimeRange range, long before, int limit) {
    List<ChangeRecord> oneMore =
        postgres.read(session ->
            session.query(
                PAGE,
                ChangeTrail::line,
                scope.project(),
                scope.environment(),
                flag,
                range.fromText(),
                range.toText(),
                before,
                limit + 1));
    return Page.of(oneMore, limit);
  }

  private static ChangeRecord line(Row row) throws SQLException {
    return new ChangeRecord(
        row.number("id"),
        row.time("time"),
        new Author(row.text("actor"), row.text("request_id"), row.text("comment")),
        row.text("kind"),
        row.integer("version"),
        row.text("instructions"),
        row.text("before"),
        row.text("after"));
  }
}
