package featureflags.postgres;

import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentList;
import featureflags.json.Names;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Reads single documents of an environment as evaluators are sent them: flags in use, segments,
/// and parts of their lists.
public final class Documents {
  private static final String FLAGS =
      """
      SELECT key, version, body
        FROM flag
       WHERE project = ? AND environment = ? AND NOT archived AND key = ANY (?)
      """;

  private static final String SEGMENTS =
      """
      SELECT key, version, body
        FROM segment
       WHERE project = ? AND environment = ? AND NOT removed AND key = ANY (?)
      """;

  private static final String PARTS =
      """
      SELECT held.segment, held.list, held.part, held.version, held.keys
        FROM segment_part AS held
        JOIN unnest(?, ?, ?) AS wanted (segment, list, part)
          ON held.segment = wanted.segment
         AND held.list = wanted.list
         AND held.part = wanted.part
       WHERE held.project = ? AND held.environment = ? AND held.keys <> ''
      """;

  private final Postgres postgres;

  /// Reads through this pool.
  public Documents(Postgres postgres) {
    this.postgres = postgres;
  }

  /// Those of the documents that are there, in no order.
  public List<Document> find(Scope scope, Collection<DocumentName> names) {
    var wanted = new Wanted(names);
    return postgres.read(session -> {
      var found = new ArrayList<Document>();
      if (!wanted.flags.isEmpty()) {
        found.addAll(keyed(session, FLAGS, scope, wanted.flags, DocumentName.OfFlag::new));
      }
      if (!wanted.segments.isEmpty()) {
        found.addAll(keyed(session, SEGMENTS, scope, wanted.segments, DocumentName.OfSegment::new));
      }
      if (!wanted.parts.isEmpty()) {
        found.addAll(parts(session, scope, wanted.parts));
      }
      return found;
    });
  }

  private static List<Document> keyed(
      Session session, String sql, Scope scope, List<String> keys, Naming naming)
      throws SQLException {
    return session.query(
        sql,
        row -> new Document(naming.of(row.text("key")), row.integer("version"), row.text("body")),
        scope.project(),
        scope.environment(),
        session.array("text", keys.toArray()));
  }

  private static List<Document> parts(Session session, Scope scope, List<DocumentName.OfPart> parts)
      throws SQLException {
    return session.query(
        PARTS,
        row -> {
          SegmentList list = Names.list(row.text("list")).orElseThrow();
          var name = new DocumentName.OfPart(row.text("segment"), list, row.integer("part"));
          return new Document(name, row.integer("version"), row.text("keys"));
        },
        session.array("text", parts.stream().map(DocumentName.OfPart::segment).toArray()),
        session.array("text", parts.stream().map(part -> Names.of(part.list())).toArray()),
        session.array("int4", parts.stream().map(DocumentName.OfPart::index).toArray()),
        scope.project(),
        scope.environment());
  }

  /// Names by their kind.
  private static final class Wanted {
    private final List<String> flags = new ArrayList<>();
    private final List<String> segments = new ArrayList<>();
    private final List<DocumentName.OfPart> parts = new ArrayList<>();

    private Wanted(Collection<DocumentName> names) {
      for (DocumentName name : names) {
        switch (name) {
          case DocumentName.OfFlag(String key) -> flags.add(key);
          case DocumentName.OfSegment(String key) -> segments.add(key);
          case DocumentName.OfPart part -> parts.add(part);
        }
      }
    }
  }

  /// What makes a name of a key.
  @FunctionalInterface
  private interface Naming {
    DocumentName of(String key);
  }
}
