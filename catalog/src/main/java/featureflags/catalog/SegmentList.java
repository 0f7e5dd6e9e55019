package featureflags.catalog;

/// One of the two lists of a segment.
public enum SegmentList {
  /// The targeting keys that are in.
  INCLUDED,
  /// The targeting keys that are out.
  EXCLUDED
}
