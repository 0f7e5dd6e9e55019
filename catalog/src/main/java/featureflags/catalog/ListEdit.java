package featureflags.catalog;

import java.util.List;

/// What an edit did to a list of a segment, as the change trail keeps it.
///
/// @param kind what was done
/// @param list to which list
/// @param count how many keys were added, removed or put in the place of all others
/// @param sample the first of them
public record ListEdit(Kind kind, SegmentList list, int count, List<String> sample) {
  /// How many keys the trail names.
  public static final int SAMPLE = 100;

  /// Copies the sample.
  public ListEdit {
    sample = List.copyOf(sample);
  }

  /// Whether a key was in the list before the edit.
  ///
  /// @param after whether it was in it after the edit
  public Listing before(String key, Listing after) {
    return switch (kind) {
      case ADD -> sample.contains(key) ? Listing.ABSENT : untouched(after, Listing.ABSENT);
      case REMOVE -> sample.contains(key) ? Listing.LISTED : untouched(after, Listing.LISTED);
      case REPLACE -> Listing.UNKNOWN;
    };
  }

  /// Whether a key was in the list after the edit.
  ///
  /// @param before whether it was in it before the edit
  public Listing after(String key, Listing before) {
    return switch (kind) {
      case ADD -> sample.contains(key) ? Listing.LISTED : untouched(before, Listing.LISTED);
      case REMOVE -> sample.contains(key) ? Listing.ABSENT : untouched(before, Listing.ABSENT);
      case REPLACE ->
          sample.contains(key) ? Listing.LISTED : untouched(Listing.ABSENT, Listing.LISTED);
    };
  }

  /// The other side of an edit that does not name a key: the same when it names all that it
  /// touched, or when it would have left no other.
  ///
  /// @param only what the other side is whenever it touched the key
  private Listing untouched(Listing side, Listing only) {
    boolean namesAll = sample.size() == count;
    return namesAll || side == only ? side : Listing.UNKNOWN;
  }

  /// What can be done to a list.
  public enum Kind {
    /// Keys came to it.
    ADD,
    /// Keys went from it.
    REMOVE,
    /// It has these keys now, and no others.
    REPLACE
  }
}
