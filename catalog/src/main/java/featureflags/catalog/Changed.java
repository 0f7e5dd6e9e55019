package featureflags.catalog;

/// What a change is of.
public enum Changed {
  /// A flag.
  FLAG,

  /// A segment.
  SEGMENT
}
