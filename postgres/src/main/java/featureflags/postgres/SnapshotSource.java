package featureflags.postgres;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.json.Names;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What evaluators and the cache need of flags and segments: revisions, and what changed behind
/// one.
public final class SnapshotSource {
  private static final String REVISIONS =
      """
      SELECT project, key, revision
        FROM environment
      """;

  /// How many rows are in memory as the driver has them, beside the documents that are made of
  /// them.
  private static final int AT_ONCE = 200;

  /// One statement sees one state of the database, so that all documents are those of the revision.
  private static final String NEWER =
      """
      SELECT environment.revision, document.kind, document.key, document.list, document.part,
             document.version, document.removed, document.body
        FROM environment
        LEFT JOIN LATERAL (
             SELECT 1 AS kind, key, '' AS list, 0 AS part, version, archived AS removed,
                    body::text AS body
               FROM flag
              WHERE flag.project = environment.project
                AND flag.environment = environment.key
                AND flag.revision > ?
              UNION ALL
             SELECT 2, key, '', 0, version, removed, body::text
               FROM segment
              WHERE segment.project = environment.project
                AND segment.environment = environment.key
                AND segment.revision > ?
              UNION ALL
             SELECT 3, segment, list, part, version, octet_length(keys) = 0, keys
               FROM segment_part
              WHERE segment_part.project = environment.project
                AND segment_part.environment = environment.key
                AND segment_part.revision > ?
             ) AS document ON ? > 0 OR NOT document.removed
       WHERE environment.project = ? AND environment.key = ?
       ORDER BY document.kind, document.key, document.list, document.part
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
    var removed = new ArrayList<DocumentName>();
    var reached = new ArrayList<Long>(1);
    postgres.bulk(session -> {
      session.each(
          NEWER,
          AT_ONCE,
          row -> {
            if (reached.isEmpty()) {
              reached.add(row.number("revision"));
            }
            sort(row, changed, removed);
          },
          revision,
          revision,
          revision,
          revision,
          scope.project(),
          scope.environment());
      return true;
    });
    return reached.stream()
        .findFirst()
        .map(to -> new Delta(scope, Math.min(revision, to), to, changed, removed));
  }

  private static void sort(Row row, List<Document> changed, List<DocumentName> removed)
      throws SQLException {
    int kind = row.integer("kind");
    if (kind == 0) {
      return; // nothing has changed
    }
    DocumentName name = name(row, kind);
    if (row.bool("removed")) {
      removed.add(name);
    } else {
      changed.add(new Document(name, row.integer("version"), row.text("body")));
    }
  }

  private static DocumentName name(Row row, int kind) throws SQLException {
    String key = row.text("key");
    return switch (kind) {
      case 1 -> new DocumentName.OfFlag(key);
      case 2 -> new DocumentName.OfSegment(key);
      default ->
          new DocumentName.OfPart(
              key, Names.list(row.text("list")).orElseThrow(), row.integer("part"));
    };
  }
}
