package featureflags.redis;

/// What became of a delta that was to be cached.
public enum Outcome {
  /// The cache is now at the delta's last revision.
  APPLIED,
  /// The cache was already there, or further.
  ALREADY_THERE,
  /// The cache has not reached the delta's first revision: it needs a delta from further back.
  GAP
}
