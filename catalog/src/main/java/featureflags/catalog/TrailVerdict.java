package featureflags.catalog;

/// What came of verifying a change trail.
public sealed interface TrailVerdict {
  /// Every entry is what it was when it was recorded, and none is missing.
  ///
  /// @param entries how many there are
  /// @param hash of the last one. Whoever has noted it elsewhere can tell later that all up to here
  ///   is still the same
  record Intact(long entries, String hash) implements TrailVerdict {}

  /// Something was changed, taken out or put in.
  ///
  /// @param position of the first entry that is not as it must be
  /// @param why what is wrong with it
  record Broken(long position, String why) implements TrailVerdict {}
}
