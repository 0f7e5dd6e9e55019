package featureflags.catalog;

import featureflags.engine.Segment;
import featureflags.engine.SubjectSet;

/// How many keys a list has, and in how many parts it is kept.
///
/// The number of parts stays while the list grows to twice, or shrinks to a quarter, of what so
/// many parts are meant for: a list that is edited key by key is seldom divided anew.
///
/// @param count the keys
/// @param parts the parts, those included that have no key
public record KeyCount(int count, int parts) {
  private static final int MOST_PARTS = SubjectSet.partsFor(Segment.MAX_KEYS);

  /// Of a list without keys.
  public static final KeyCount NONE = new KeyCount(0, 1);

  /// @throws IllegalArgumentException when no list can be so
  public KeyCount {
    if (!isPossible(count, parts)) {
      throw new IllegalArgumentException("%d keys in %d parts".formatted(count, parts));
    }
  }

  /// Whether a list can have so many keys in so many parts.
  public static boolean isPossible(int count, int parts) {
    return count >= 0 && parts >= 1 && parts <= MOST_PARTS && Integer.bitCount(parts) == 1;
  }

  /// Of this list once it has so many keys.
  public KeyCount of(int keys) {
    long meant = (long) parts * SubjectSet.PART_SIZE;
    boolean fits = keys <= 2 * meant && (parts == 1 || keys >= meant / 4);
    return new KeyCount(keys, fits ? parts : SubjectSet.partsFor(keys));
  }
}
