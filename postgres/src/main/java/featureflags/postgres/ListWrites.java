package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.KeyCount;
import featureflags.catalog.ListEdit;
import featureflags.catalog.SegmentChange;
import featureflags.catalog.SegmentEntry;
import featureflags.engine.Segment;
import featureflags.postgres.SegmentStore.Listed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// An edit of a list of a segment.
///
/// @param kind what to do
/// @param list to which list
/// @param keys which keys to add, remove or put in the place of all others
record ListWrites(ListEdit.Kind kind, ListName list, KeyPile keys) {
  /// Stores the edit in its transaction, which holds the segment's row.
  Listed store(Session session, SegmentEntry current, Instant now, Author author)
      throws SQLException {
    var stored = new StoredList(session, list, current.version() + 1);
    KeyCount before = current.keys(list.list());
    int room = Segment.MAX_KEYS - current.included().count() - current.excluded().count();
    Optional<Made> made =
        switch (kind) {
          case REPLACE -> replace(stored, before, room);
          case ADD, REMOVE -> edit(stored, before);
        };
    if (made.isEmpty()) {
      return new Listed.Already(current);
    }
    KeyCount after = made.get().after();
    if (after.count() - before.count() > room) {
      session.undo();
      return new Listed.TooMany(Segment.MAX_KEYS);
    }
    if (kind != ListEdit.Kind.REPLACE && after.parts() != before.parts()) {
      stored.divide(after.parts());
    }
    SegmentEntry next = current.with(list.list(), after, now);
    SegmentWrites.update(session, list.scope(), next);
    SegmentWrites.record(
        session, list.scope(), new SegmentChange.Listed(current, next, made.get().edit()), author);
    return new Listed.Done(next);
  }

  private Optional<Made> replace(StoredList stored, KeyCount before, int room) throws SQLException {
    KeyCount after = before.of(keys.size());
    boolean fits = after.count() - before.count() <= room;
    if (fits && !stored.replace(keys, after.parts())) {
      return Optional.empty();
    }
    var edit = new ListEdit(kind, list.list(), keys.size(), keys.first(ListEdit.SAMPLE));
    return Optional.of(new Made(after, edit));
  }

  private Optional<Made> edit(StoredList stored, KeyCount before) throws SQLException {
    var edited = stored.edit(kind, keys, before);
    if (edited.count() == 0) {
      return Optional.empty();
    }
    int change = kind == ListEdit.Kind.ADD ? edited.count() : -edited.count();
    var edit = new ListEdit(kind, list.list(), edited.count(), edited.sample());
    return Optional.of(new Made(before.of(before.count() + change), edit));
  }

  /// What an edit makes of the list.
  private record Made(KeyCount after, ListEdit edit) {}
}
