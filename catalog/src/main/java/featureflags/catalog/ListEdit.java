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
