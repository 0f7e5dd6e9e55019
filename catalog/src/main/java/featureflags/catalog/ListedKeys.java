package featureflags.catalog;

import java.util.List;

/// The keys that a list of a segment is to have.
///
/// @param list which list
/// @param keys all of its keys
public record ListedKeys(SegmentList list, List<String> keys) {
  /// Copies the keys.
  public ListedKeys {
    keys = List.copyOf(keys);
  }
}
