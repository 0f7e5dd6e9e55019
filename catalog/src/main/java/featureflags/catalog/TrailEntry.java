package featureflags.catalog;

/// An entry of a project's change trail, chained to the one before it.
///
/// @param position counts the project's entries, from 1 and without gaps
/// @param change what was done
/// @param previous the hash of the entry before it; of the first entry [#NOTHING]
/// @param hash of its content and, by `previous`, of all before it: SHA-256 in hexadecimal
public record TrailEntry(long position, ChangeRecord change, String previous, String hash) {
  /// What stands for the hash of an entry where there is none.
  public static final String NOTHING = "0".repeat(64);
}
