package featureflags.flagapi;

import featureflags.embedded.Database;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Everything that a change could have touched, to compare before and after.
///
/// @param flags a digest of every flag's row
/// @param changes how many lines the change trail has
/// @param revisions the sum of all environments' revisions
/// @param places how many projects and environments there are
record Stored(String flags, long changes, long revisions, long places) {
  private static final String ALL =
      """
      SELECT (SELECT coalesce(md5(string_agg(flag::text, E'\\n' ORDER BY project, environment, key)), '')
                FROM flag) AS flags,
             (SELECT count(*) FROM trail) AS changes,
             (SELECT sum(revision) FROM environment) AS revisions,
             (SELECT count(*) FROM project) + (SELECT count(*) FROM environment) AS places
      """;

  static Stored in(Database database) {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(ALL)) {
      rows.next();
      return new Stored(
          rows.getString("flags"),
          rows.getLong("changes"),
          rows.getLong("revisions"),
          rows.getLong("places"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
