package featureflags.catalog;

import java.util.List;

/// A part of a list.
///
/// @param items in the order of the list
/// @param more whether the list goes on behind them
public record Page<T>(List<T> items, boolean more) {
  /// Copies the list.
  public Page {
    items = List.copyOf(items);
  }

  /// The page of a list that was read one item further than asked for.
  public static <T> Page<T> of(List<T> oneMore, int limit) {
    return new Page<>(oneMore.subList(0, Math.min(limit, oneMore.size())), oneMore.size() > limit);
  }
}
