package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.Scope;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/// The migration that chains what was recorded before there was one trail, in the order of its
/// time. SQL could not: the hash is made of a text that this engine writes.
final class OneTrail implements JavaMigration {
  private static final int AT_ONCE = 100;

  private static final String OLD =
      """
      SELECT 'flag' AS changed, id, time, project, environment, flag AS key, kind, version, actor,
             request_id, comment, instructions::text, before::text, after::text
        FROM change
       UNION ALL
      SELECT 'segment', id, time, project, environment, segment, kind, version, actor,
             request_id, '', instructions::text, before::text, after::text
        FROM segment_change
       ORDER BY time, changed, id
      """;

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("5");
  }

  @Override
  public String getDescription() {
    return "one trail";
  }

  /// It is never changed.
  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    var session = new Session(context.getConnection());
    session.each(OLD, AT_ONCE, row -> TrailWrites.append(session, record(row)));
    session.execute("DROP TABLE change, segment_change");
  }

  private static ChangeRecord record(Row row) throws SQLException {
    return new ChangeRecord(
        row.time("time"),
        new Scope(row.text("project"), row.text("environment")),
        row.text("changed").equals("flag") ? Changed.FLAG : Changed.SEGMENT,
        row.text("key"),
        new Author(row.text("actor"), row.text("request_id"), row.text("comment")),
        row.text("kind"),
        row.integer("version"),
        row.text("instructions"),
        row.text("before"),
        row.text("after"));
  }
}
