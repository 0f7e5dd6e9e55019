package featureflags.postgres;

import featureflags.catalog.TrailEntry;
import java.sql.SQLException;

/// Where a project's change trail ends.
///
/// @param length how many entries it has
/// @param hash of the last one
record TrailEnd(long length, String hash) {
  /// What `project` says of its trail.
  static TrailEnd of(Row row) throws SQLException {
    long length = row.number("trail_length");
    return new TrailEnd(length, length == 0 ? TrailEntry.NOTHING : row.text("trail_hash"));
  }
}
