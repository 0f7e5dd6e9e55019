package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.ListEdit;
import featureflags.catalog.ListedKey;
import featureflags.catalog.ListedKeys;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentChange;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentEntry;
import featureflags.engine.Segment;
import featureflags.json.SegmentEntryShape;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The segments with their lists and, in the same transaction as each edit of one, its line of the
/// change trail, its environment's next revision and the notification of it.
public final class SegmentStore {
  private static final String FIND =
      """
      SELECT key, version, removed, body
        FROM segment
       WHERE project = ? AND environment = ? AND key = ?
      """;

  private static final String LOCK = FIND + " FOR UPDATE";

  private static final String LIST =
      """
      SELECT key, version, body
        FROM segment
       WHERE project = ? AND environment = ? AND NOT removed AND key > ?
         AND (? = '' OR key ILIKE ? OR name ILIKE ?)
       ORDER BY key
       LIMIT ?
      """;

  private static final String USERS =
      """
      SELECT key
        FROM flag
       WHERE project = ? AND environment = ? AND NOT archived AND ? = ANY (segments)
       ORDER BY key
      """;

  /// An edit of more keys than this has the deadline of what moves much.
  private static final int FEW = 1_000;

  private final Postgres postgres;
  private final InstantSource clock;

  /// @param clock stamps the versions
  public SegmentStore(Postgres postgres, InstantSource clock) {
    this.postgres = postgres;
    this.clock = clock;
  }

  /// Stores a new segment with the keys sent along, each list as an edit of its own. The key of one
  /// that was deleted can be used again.
  public Created create(Scope scope, SegmentDraft draft, List<ListedKeys> lists, Author author) {
    return postgres.transaction(session -> {
      Created created = create(session, scope, draft, author);
      return created instanceof Created.Done(SegmentEntry entry)
          ? new Created.Done(listed(session, scope, entry, lists, author))
          : created;
    });
  }

  /// The segment with these keys in the place of all others in their lists.
  private SegmentEntry listed(
      Session session, Scope scope, SegmentEntry entry, List<ListedKeys> lists, Author author)
      throws SQLException {
    SegmentEntry current = entry;
    for (ListedKeys each : lists) {
      var pile = new KeyPile();
      each.keys().forEach(pile::add);
      var edit =
          new ListWrites(
              ListEdit.Kind.REPLACE, new ListName(scope, entry.key(), each.list()), pile);
      if (edit.store(session, current, now(), author) instanceof Listed.Done(SegmentEntry next)) {
        current = next;
      }
    }
    return current;
  }

  private Created create(Session session, Scope scope, SegmentDraft draft, Author author)
      throws SQLException {
    if (!Places.exists(session, scope)) {
      return new Created.NoScope();
    }
    Optional<Stored> before = stored(session, LOCK, scope, draft.key());
    if (before.isPresent() && !before.get().removed()) {
      return new Created.Taken();
    }
    int version = 1 + before.map(removed -> removed.document().version()).orElse(0);
    var entry = SegmentEntry.created(draft, version, now());
    if (before.isPresent()) {
      SegmentWrites.update(session, scope, entry);
    } else if (SegmentWrites.insert(session, scope, entry) == 0) {
      return new Created.Taken();
    }
    SegmentWrites.record(session, scope, new SegmentChange.Created(entry), author);
    return new Created.Done(entry);
  }

  /// Stores another definition, and the keys sent along in the place of all others in their lists;
  /// what is the same makes no new version.
  ///
  /// @param edit makes the new definition of the current one; what it throws undoes the edit
  public Saved update(
      Scope scope,
      String key,
      Expected expected,
      UnaryOperator<SegmentDraft> edit,
      List<ListedKeys> lists,
      Author author) {
    return postgres.transaction(session -> {
      Optional<SegmentEntry> found = locked(session, scope, key);
      if (found.isEmpty()) {
        return new Saved.Missing();
      }
      SegmentEntry current = found.get();
      if (!expected.met(current.version())) {
        return new Saved.Stale(current);
      }
      SegmentEntry revised = revised(session, scope, current, edit, author);
      SegmentEntry listed = listed(session, scope, revised, lists, author);
      return listed.version() == current.version()
          ? new Saved.Already(current)
          : new Saved.Done(listed);
    });
  }

  private SegmentEntry revised(
      Session session,
      Scope scope,
      SegmentEntry current,
      UnaryOperator<SegmentDraft> edit,
      Author author)
      throws SQLException {
    SegmentDraft draft = edit.apply(current.draft());
    if (draft.equals(current.draft())) {
      return current;
    }
    SegmentEntry revised = current.revised(draft, now());
    store(session, scope, new SegmentChange.Updated(current, revised), author);
    return revised;
  }

  private static void store(Session session, Scope scope, SegmentChange.Kept change, Author author)
      throws SQLException {
    SegmentWrites.update(session, scope, change.after());
    SegmentWrites.record(session, scope, change, author);
  }

  /// Deletes a segment with its lists, unless a flag in use refers to it.
  public Deleted delete(Scope scope, String key, Expected expected, Author author) {
    return postgres.transaction(session -> {
      Optional<SegmentEntry> found = locked(session, scope, key);
      if (found.isEmpty()) {
        return new Deleted.Missing();
      }
      SegmentEntry current = found.get();
      if (!expected.met(current.version())) {
        return new Deleted.Stale(current);
      }
      Revisions.lock(session, scope);
      List<String> users =
          session.query(USERS, row -> row.text("key"), scope.project(), scope.environment(), key);
      if (!users.isEmpty()) {
        return new Deleted.InUse(users);
      }
      var change = new SegmentChange.Deleted(current, now());
      SegmentWrites.remove(session, scope, change);
      SegmentWrites.record(session, scope, change, author);
      return new Deleted.Done();
    });
  }

  /// Puts these keys in the place of all others in a list; the same keys make no new version.
  ///
  /// @param keys read to the end before the database is asked
  public Listed replace(ListName list, Expected expected, Iterator<String> keys, Author author) {
    return edited(ListEdit.Kind.REPLACE, list, expected, keys, author);
  }

  /// Adds keys to a list; those that are there already make no new version.
  ///
  /// @param keys read to the end before the database is asked
  public Listed add(ListName list, Expected expected, Iterator<String> keys, Author author) {
    return edited(ListEdit.Kind.ADD, list, expected, keys, author);
  }

  /// Takes keys out of a list; those that are not there make no new version.
  ///
  /// @param keys read to the end before the database is asked
  public Listed remove(ListName list, Expected expected, Iterator<String> keys, Author author) {
    return edited(ListEdit.Kind.REMOVE, list, expected, keys, author);
  }

  private Listed edited(
      ListEdit.Kind kind, ListName list, Expected expected, Iterator<String> keys, Author author) {
    var pile = new KeyPile();
    for (long position = 1; keys.hasNext(); position++) {
      String key = keys.next();
      Optional<String> flaw = ListedKey.flaw(key);
      if (flaw.isPresent()) {
        return new Listed.Unfit(position, flaw.get());
      }
      pile.add(key);
      if (pile.size() > Segment.MAX_KEYS) {
        return new Listed.TooMany(Segment.MAX_KEYS);
      }
    }
    var edit = new ListWrites(kind, list, pile);
    Postgres.Work<Listed> work = session -> edited(session, edit, expected, author);
    return pile.size() > FEW ? postgres.bulk(work) : postgres.transaction(work);
  }

  private Listed edited(Session session, ListWrites edit, Expected expected, Author author)
      throws SQLException {
    Optional<SegmentEntry> found = locked(session, edit.list().scope(), edit.list().segment());
    if (found.isEmpty()) {
      return new Listed.Missing();
    }
    SegmentEntry current = found.get();
    return expected.met(current.version())
        ? edit.store(session, current, now(), author)
        : new Listed.Stale(current);
  }

  /// The segment.
  public Optional<SegmentEntry> find(Scope scope, String key) {
    return postgres.read(session -> find(session, FIND, scope, key));
  }

  /// Whether there is such an environment.
  public boolean exists(Scope scope) {
    return postgres.read(session -> Places.exists(session, scope));
  }

  /// Whether there is such a segment, or was one that was deleted.
  public boolean knows(Scope scope, String key) {
    return postgres.read(session -> stored(session, FIND, scope, key)).isPresent();
  }

  /// A page of the segments by key, as they are stored.
  ///
  /// @param text those with this in key or name, in any case; empty for all
  /// @param after the key behind which the page starts; empty for the first page
  public Page<Document> list(Scope scope, String text, String after, int limit) {
    String pattern = Containing.pattern(text);
    List<Document> oneMore =
        postgres.read(session ->
            session.query(
                LIST,
                SegmentStore::document,
                scope.project(),
                scope.environment(),
                after,
                text,
                pattern,
                pattern,
                limit + 1));
    return Page.of(oneMore, limit);
  }

  /// Reads the keys of a list, all of one version, part by part. A reader that keeps it waiting for
  /// long keeps a connection.
  ///
  /// @param reader takes some of the keys, each with a line feed behind it; not called when there
  ///   is none
  /// @return the segment whose keys these are; empty when there is no such segment
  public Optional<SegmentEntry> read(ListName list, Consumer<String> reader) {
    return postgres.bulk(session -> {
      session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      Optional<SegmentEntry> found = find(session, FIND, list.scope(), list.segment());
      if (found.isPresent()) {
        StoredList.read(session, list, row -> reader.accept(row.text("keys")));
      }
      return found;
    });
  }

  /// The segment, which nobody else edits meanwhile.
  private static Optional<SegmentEntry> locked(Session session, Scope scope, String key)
      throws SQLException {
    return find(session, LOCK, scope, key);
  }

  private static Optional<SegmentEntry> find(Session session, String sql, Scope scope, String key)
      throws SQLException {
    return stored(session, sql, scope, key)
        .filter(stored -> !stored.removed())
        .map(stored -> SegmentEntryShape.read(stored.document()));
  }

  private static Optional<Stored> stored(Session session, String sql, Scope scope, String key)
      throws SQLException {
    return session.first(
        sql,
        row -> new Stored(document(row), row.bool("removed")),
        scope.project(),
        scope.environment(),
        key);
  }

  private static Document document(Row row) throws SQLException {
    return new Document(
        new DocumentName.OfSegment(row.text("key")), row.integer("version"), row.text("body"));
  }

  /// The time as exact as PostgreSQL keeps it.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /// A segment, or what is left of a deleted one.
  private record Stored(Document document, boolean removed) {}

  /// What came of storing a new segment.
  public sealed interface Created {
    /// It is stored.
    record Done(SegmentEntry entry) implements Created {}

    /// The key belongs to another segment.
    record Taken() implements Created {}

    /// There is no such environment.
    record NoScope() implements Created {}
  }

  /// What came of an edit of the definition.
  public sealed interface Saved {
    /// It is stored.
    record Done(SegmentEntry entry) implements Saved {}

    /// The segment has another version than the client expected.
    record Stale(SegmentEntry current) implements Saved {}

    /// The segment was as the edit would have it already; nothing is stored.
    record Already(SegmentEntry current) implements Saved {}

    /// There is no such segment.
    record Missing() implements Saved {}
  }

  /// What came of an edit of a list.
  public sealed interface Listed {
    /// It is stored.
    record Done(SegmentEntry entry) implements Listed {}

    /// The segment has another version than the client expected.
    record Stale(SegmentEntry current) implements Listed {}

    /// The list was as the edit would have it already; nothing is stored.
    record Already(SegmentEntry current) implements Listed {}

    /// There is no such segment.
    record Missing() implements Listed {}

    /// Both lists together would have more keys than a segment may; nothing is stored.
    ///
    /// @param limit how many it may have
    record TooMany(int limit) implements Listed {}

    /// One of the keys may not be in a list; nothing is stored.
    ///
    /// @param position which of the keys that were sent, from 1
    /// @param why what is wrong with it
    record Unfit(long position, String why) implements Listed {}
  }

  /// What came of deleting a segment.
  public sealed interface Deleted {
    /// It is gone.
    record Done() implements Deleted {}

    /// The segment has another version than the client expected.
    record Stale(SegmentEntry current) implements Deleted {}

    /// There is no such segment.
    record Missing() implements Deleted {}

    /// Flags in use refer to it.
    ///
    /// @param flags their keys
    record InUse(List<String> flags) implements Deleted {
      /// Copies the list.
      public InUse {
        flags = List.copyOf(flags);
      }
    }
  }
}
