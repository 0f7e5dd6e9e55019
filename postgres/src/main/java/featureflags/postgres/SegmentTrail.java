package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentChangeRecord;
import java.sql.SQLException;
import java.util.List;

/// Reads the change trail of a segment, newest first.
public final class SegmentTrail {
  private static final String PAGE =
      """
      SELECT id, time, actor, request_id, kind, version, before, after, instructions
        FROM segment_change
       WHERE project = ? AND environment = ? AND segment = ?
         AND time >= ?::timestamptz AND time < ?::timestamptz
         AND id < ?
       ORDER BY id DESC
       LIMIT ?
      """;

  private final Postgres postgres;

  /// Reads through this pool.
  public SegmentTrail(Postgres postgres) {
    this.postgres = postgres;
  }

  /// A page of the trail.
  ///
  /// @param before the id behind which the page goes on; [Long#MAX_VALUE] for the first page
  public Page<SegmentChangeRecord> page(
      Scope scope, String segment, TimeRange range, long before, int limit) {
    List<SegmentChangeRecord> oneMore =
        postgres.read(session ->
            session.query(
                PAGE,
                SegmentTrail::line,
                scope.project(),
                scope.environment(),
                segment,
                range.fromText(),
                range.toText(),
                before,
                limit + 1));
    return Page.of(oneMore, limit);
  }

  private static SegmentChangeRecord line(Row row) throws SQLException {
    return new SegmentChangeRecord(
        row.number("id"),
        row.time("time"),
        new Author(row.text("actor"), row.text("request_id")),
        row.text("kind"),
        row.integer("version"),
        row.text("before"),
        row.text("after"),
        row.text("instructions"));
  }
}
