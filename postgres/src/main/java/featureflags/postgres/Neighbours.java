package featureflags.postgres;

import featureflags.catalog.Entry;
import featureflags.catalog.Scope;
import featureflags.catalog.State;
import featureflags.engine.Flag;
import featureflags.engine.References;
import featureflags.engine.Variant;
import featureflags.json.InvalidDocument;
import featureflags.json.ReferenceCheck;
import featureflags.json.Violation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a flag refers to and what refers to it, in the transaction of its edit. Each question locks
/// the environment's row first, so that nobody else changes the answer before the commit.
final class Neighbours {
  private static final String NAMED =
      """
      SELECT key, version, body
        FROM flag
       WHERE project = ? AND environment = ? AND key = ANY (?)
      """;

  private static final String SEGMENTS =
      """
      SELECT key
        FROM segment
       WHERE project = ? AND environment = ? AND NOT removed AND key = ANY (?)
      """;

  private static final String DEPENDENCIES =
      """
      SELECT key, array_to_string(depends_on, ',') AS depends_on
        FROM flag
       WHERE project = ? AND environment = ? AND NOT archived AND depends_on <> '{}' AND key <> ?
      """;

  private static final String DEPENDENTS =
      """
      SELECT key, version, body
        FROM flag
       WHERE project = ? AND environment = ? AND NOT archived AND ? = ANY (depends_on)
       ORDER BY key
      """;

  private final Session session;
  private final Scope scope;

  Neighbours(Session session, Scope scope) {
    this.session = session;
    this.scope = scope;
  }

  /// Refuses a flag that refers to what it may not.
  ///
  /// @throws InvalidDocument with every such place
  void check(Flag flag) throws SQLException {
    var references = References.of(flag);
    if (!references.isEmpty()) {
      Revisions.lock(session, scope);
      refuse(ReferenceCheck.of(flag, known(flag.key(), references)));
    }
  }

  /// Refuses a flag that has lost a variant that another flag asks it for.
  ///
  /// @throws InvalidDocument with every such variant
  void checkDependents(Flag before, Flag after) throws SQLException {
    if (after.variants().stream()
        .map(Variant::key)
        .toList()
        .containsAll(before.variants().stream().map(Variant::key).toList())) {
      return;
    }
    Revisions.lock(session, scope);
    var violations = new ArrayList<Violation>();
    for (Entry dependent : dependents(after.key(), FlagStore::entry)) {
      violations.addAll(ReferenceCheck.ofDependent(after, dependent.flag()));
    }
    refuse(violations);
  }

  /// The keys of the flags in use that depend on a flag.
  List<String> dependentsOf(String key) throws SQLException {
    Revisions.lock(session, scope);
    return dependents(key, row -> row.text("key"));
  }

  private <T> List<T> dependents(String key, Session.Mapper<T> mapper) throws SQLException {
    return session.query(DEPENDENTS, mapper, scope.project(), scope.environment(), key);
  }

  private ReferenceCheck.Known known(String key, References references) throws SQLException {
    var variants = new HashMap<String, List<String>>();
    var archived = new HashSet<String>();
    List<Entry> named =
        session.query(
            NAMED,
            FlagStore::entry,
            scope.project(),
            scope.environment(),
            session.array("text", references.flags().toArray()));
    for (Entry entry : named) {
      switch (entry.state()) {
        case State.Active() ->
            variants.put(
                entry.flag().key(), entry.flag().variants().stream().map(Variant::key).toList());
        case State.Archived _ -> archived.add(entry.flag().key());
      }
    }
    return new ReferenceCheck.Known(variants, archived, segments(references), dependencies(key));
  }

  private Set<String> segments(References references) throws SQLException {
    return Set.copyOf(
        session.query(
            SEGMENTS,
            row -> row.text("key"),
            scope.project(),
            scope.environment(),
            session.array("text", references.segments().toArray())));
  }

  /// Keys have no commas.
  private Map<String, List<String>> dependencies(String key) throws SQLException {
    var dependencies = new HashMap<String, List<String>>();
    session.query(
        DEPENDENCIES,
        row -> dependencies.put(row.text("key"), List.of(row.text("depends_on").split(",", -1))),
        scope.project(),
        scope.environment(),
        key);
    return dependencies;
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new InvalidDocument(violations);
    }
  }
}
