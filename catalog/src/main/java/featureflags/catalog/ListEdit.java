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
    boolean named = sample.contains(key);
    boolean complete = sample.size() == count;
    return switch (kind) {
      case ADD -> named ? Listing.ABSENT : kept(after, complete, Listing.ABSENT);
      case REMOVE -> named ? Listing.LISTED : kept(after, complete, Listing.LISTED);
      case REPLACE -> Listing.UNKNOWN;
    };
  }

  /// What an edit that does not name a key leaves as it was: certainly when it names all it
  /// touched, or when it would have left the key otherwise.
  private static Listing kept(Listing after, boolean complete, Listing untouched) {
    return complete || after == untouched ? after : Listing.UNKNOWN;
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
