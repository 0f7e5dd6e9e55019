package featureflags.postgres;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.Scope;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What evaluators and the cache need of the flags: revisions, and what changed behind one.
public final class SnapshotSource {
  private static final String REVISIONS =
      """
      SELECT project, key, revision
        FROM environment
      """;

  /// One statement sees one state of the database, so that the flags are those of the revision.
  private static final String NEWER =
      """
      SELECT environment.revision, flag.key, flag.version, flag.archived, flag.body
        FROM environment
        LEFT JOIN flag ON flag.project = environment.project
                      AND flag.environment = environment.key
                      AND flag.revision > ?
                      AND (? > 0 OR NOT flag.archived)
       WHERE environment.project = ? AND environment.key = ?
       ORDER BY flag.key
      """;

  private final Postgres postgres;

  /// Reads through this pool.
  public SnapshotSource(Postgres postgres) {
    this.postgres = postgres;
  }

  /// The revision of every environment.
  public Map<Scope, Long> revisions() {
    var revisions = new HashMap<Scope, Long>();
    postgres.read(session ->
        session.query(
            REVISIONS,
            row ->
                revisions.put(
                    new Scope(row.text("project"), row.text("key")), row.number("revision"))));
    return revisions;
  }

  /// What changed behind a revision; from 0 the whole snapshot. Empty when there is no such
  /// environment.
  public Optional<Delta> newerThan(Scope scope, long revision) {
    var changed = new ArrayList<Document>();
    var removed = new ArrayList<String>();
    List<Long> reached =
        postgres.bulk(session ->
            session.query(
                NEWER,
                row -> sort(row, changed, removed),
                revision,
                revision,
                scope.project(),
                scope.environment()));
    return reached.stream()
        .findFirst()
        .map(to -> new Delta(scope, Math.min(revision, to), to, changed, removed));
  }

  private static long sort(Row row, List<Document> changed, List<String> removed)
      throws SQLException {
    Optional<String> key = row.optionalText("key");
    if (key.isPresent() && row.bool("archived")) {
      removed.add(key.get());
    } else if (key.isPresent()) {
      changed.add(new Document(key.get(), row.integer("version"), row.text("body")));
    }
    return row.number("revision");
  }
}
