package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.Change;
import featureflags.catalog.Document;
import featureflags.catalog.Draft;
import featureflags.catalog.Entry;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.catalog.State;
import featureflags.json.EntryShape;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The flags and, in the same transaction as each edit of one, its line of the change trail, its
/// environment's next revision and the notification of it.
public final class FlagStore {
  private static final String FIND =
      """
      SELECT key, version, body
        FROM flag
       WHERE project = ? AND environment = ? AND key = ?
      """;

  private static final String LOCK = FIND + " FOR UPDATE";

  private static final String LIST =
      """
      SELECT key, version, body
        FROM flag
       WHERE project = ? AND environment = ? AND archived = ? AND key > ?
         AND (? = '' OR ? = ANY (tags))
         AND (? = '' OR key ILIKE ? OR name ILIKE ? OR description ILIKE ?)
       ORDER BY key
       LIMIT ?
      """;

  private final Postgres postgres;
  private final InstantSource clock;

  /// @param clock stamps the versions
  public FlagStore(Postgres postgres, InstantSource clock) {
    this.postgres = postgres;
    this.clock = clock;
  }

  /// Stores a new flag. What it refers to must be there, here and with every other edit.
  ///
  /// @throws featureflags.json.InvalidDocument naming each place that refers to what it may not
  public Created create(Scope scope, Draft draft, Author author) {
    return postgres.transaction(session -> create(session, scope, draft, author));
  }

  private Created create(Session session, Scope scope, Draft draft, Author author)
      throws SQLException {
    if (!Places.exists(session, scope)) {
      return new Created.NoScope();
    }
    var entry = Entry.first(draft, now());
    if (FlagWrites.insert(session, scope, entry) == 0) {
      return new Created.Taken();
    }
    new Neighbours(session, scope).check(entry.flag());
    FlagWrites.record(session, scope, new Change.Created(entry), author);
    return new Created.Done(entry);
  }

  /// Stores another definition of a flag in use; the same definition makes no new version.
  ///
  /// @param edit makes the new definition of the current one; what it throws undoes the edit
  public Saved update(
      Scope scope, String key, Expected expected, UnaryOperator<Draft> edit, Author author) {
    return locked(
        scope,
        key,
        expected,
        (session, current, now) ->
            switch (current.state()) {
              case State.Active() -> {
                Draft draft = edit.apply(current.draft());
                if (draft.equals(current.draft())) {
                  yield new Saved.Already(current);
                }
                var neighbours = new Neighbours(session, scope);
                neighbours.check(draft.flag());
                neighbours.checkDependents(current.flag(), draft.flag());
                Change change = new Change.Updated(current, current.revised(draft, now));
                yield store(session, scope, change, author);
              }
              case State.Archived _ -> new Saved.Archived(current);
            });
  }

  /// Takes a flag out of use.
  public Saved archive(Scope scope, String key, Expected expected, Author author) {
    return locked(
        scope,
        key,
        expected,
        (session, current, now) ->
            switch (current.state()) {
              case State.Active() -> {
                List<String> dependents = new Neighbours(session, scope).dependentsOf(key);
                Change change = new Change.Archived(current, current.archived(now));
                yield dependents.isEmpty()
                    ? store(session, scope, change, author)
                    : new Saved.InUse(dependents);
              }
              case State.Archived _ -> new Saved.Already(current);
            });
  }

  /// Takes an archived flag back into use.
  public Saved restore(Scope scope, String key, Expected expected, Author author) {
    return locked(
        scope,
        key,
        expected,
        (session, current, now) ->
            switch (current.state()) {
              case State.Active() -> new Saved.Already(current);
              case State.Archived _ -> {
                new Neighbours(session, scope).check(current.flag());
                Change change = new Change.Restored(current, current.restored(now));
                yield store(session, scope, change, author);
              }
            });
  }

  /// Runs an edit on the current version, which nobody else edits meanwhile.
  private Saved locked(Scope scope, String key, Expected expected, Edit edit) {
    return postgres.transaction(session -> {
      Optional<Entry> found =
          session.first(LOCK, FlagStore::entry, scope.project(), scope.environment(), key);
      if (found.isEmpty()) {
        return new Saved.Missing();
      }
      Entry current = found.get();
      return expected.met(current.version())
          ? edit.in(session, current, now())
          : new Saved.Stale(current);
    });
  }

  private static Saved store(Session session, Scope scope, Change change, Author author)
      throws SQLException {
    FlagWrites.update(session, scope, change.after());
    FlagWrites.record(session, scope, change, author);
    return new Saved.Done(change.after());
  }

  /// The time as exact as PostgreSQL keeps it.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /// The flag, in use or archived.
  public Optional<Entry> find(Scope scope, String key) {
    return postgres.read(session ->
        session.first(FIND, FlagStore::entry, scope.project(), scope.environment(), key));
  }

  /// Whether there is such a flag, in use or archived.
  public boolean knows(Scope scope, String key) {
    return postgres
        .read(session ->
            session.first(FIND, FlagStore::document, scope.project(), scope.environment(), key))
        .isPresent();
  }

  /// Whether there is such an environment.
  public boolean exists(Scope scope) {
    return postgres.read(session -> Places.exists(session, scope));
  }

  /// A page of the flags by key, as they are stored.
  ///
  /// @param after the key behind which the page starts; empty for the first page
  public Page<Document> list(Scope scope, Filter filter, String after, int limit) {
    String pattern = Containing.pattern(filter.text());
    List<Document> oneMore =
        postgres.read(session ->
            session.query(
                LIST,
                FlagStore::document,
                scope.project(),
                scope.environment(),
                filter.archived(),
                after,
                filter.tag(),
                filter.tag(),
                filter.text(),
                pattern,
                pattern,
                pattern,
                limit + 1));
    return Page.of(oneMore, limit);
  }

  static Entry entry(Row row) throws SQLException {
    return EntryShape.read(document(row));
  }

  private static Document document(Row row) throws SQLException {
    return new Document(row.text("key"), row.integer("version"), row.text("body"));
  }

  /// What to do with the current version.
  @FunctionalInterface
  private interface Edit {
    Saved in(Session session, Entry current, Instant now) throws SQLException;
  }

  /// What came of storing a new flag.
  public sealed interface Created {
    /// It is stored.
    record Done(Entry entry) implements Created {}

    /// The key belongs to another flag, perhaps an archived one.
    record Taken() implements Created {}

    /// There is no such environment.
    record NoScope() implements Created {}
  }

  /// What came of an edit.
  public sealed interface Saved {
    /// It is stored.
    record Done(Entry entry) implements Saved {}

    /// The flag has another version than the client expected.
    record Stale(Entry current) implements Saved {}

    /// The flag was as the edit would have it already; nothing is stored.
    record Already(Entry current) implements Saved {}

    /// Flags in use depend on the flag, so it stays in use.
    ///
    /// @param dependents their keys
    record InUse(List<String> dependents) implements Saved {
      /// Copies the list.
      public InUse {
        dependents = List.copyOf(dependents);
      }
    }

    /// The flag is archived, and an archived flag is not edited.
    record Archived(Entry current) implements Saved {}

    /// There is no such flag.
    record Missing() implements Saved {}
  }

  /// Which flags to list.
  ///
  /// @param archived those in use or those that are archived
  /// @param tag those with this tag; empty for all
  /// @param text those with this in key, name or description, in any case; empty for all
  public record Filter(boolean archived, String tag, String text) {}
}
