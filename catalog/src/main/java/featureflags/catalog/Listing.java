package featureflags.catalog;

/// Whether a key was in a list of a segment.
public enum Listing {
  /// It was.
  LISTED,
  /// It was not.
  ABSENT,
  /// Nobody can tell any more.
  UNKNOWN
}
