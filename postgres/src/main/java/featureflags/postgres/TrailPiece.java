package featureflags.postgres;

import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Page;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.UnreadableEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Entries of a change trail that are in memory together: no more than were asked for, and no more
/// than fit, but one at least. An entry has up to three documents of 1 MiB.
final class TrailPiece {
  /// How many rows the driver may hold.
  private static final int AT_ONCE = 8;

  /// How many characters of documents are enough.
  private static final int ROOM = 2 * 1_024 * 1_024;

  private final int limit;
  private final List<TrailEntry> entries = new ArrayList<>();
  private int size;
  private boolean more;

  private TrailPiece(int limit) {
    this.limit = limit;
  }

  /// Reads a piece. It ends before an entry that cannot be read.
  ///
  /// @param sql whose last parameter is how many rows are read
  /// @throws UnreadableEntry when that is the first one
  static Page<TrailEntry> read(Postgres postgres, String sql, int limit, Object... parameters) {
    var piece = new TrailPiece(limit);
    var withLimit = new ArrayList<>(List.of(parameters));
    withLimit.add(limit + 1);
    return postgres.transaction(session -> {
      session.until(sql, AT_ONCE, piece::refuses, withLimit.toArray());
      return new Page<>(piece.entries, piece.more);
    });
  }

  /// Takes an entry, unless there is enough or it cannot be read.
  private boolean refuses(Row row) throws SQLException {
    more = entries.size() == limit || size >= ROOM || !add(row);
    return more;
  }

  private boolean add(Row row) throws SQLException {
    try {
      TrailEntry entry = ChangeTrail.entry(row);
      entries.add(entry);
      size += size(entry.change());
      return true;
    } catch (UnreadableEntry e) {
      if (entries.isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  private static int size(ChangeRecord change) {
    return change.instructions().length() + change.before().length() + change.after().length();
  }
}
