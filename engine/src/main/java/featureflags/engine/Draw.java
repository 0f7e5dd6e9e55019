package featureflags.engine;

/// How a subject that was admitted came to its variant.
public sealed interface Draw {
  /// Whether a variant was served.
  boolean served();

  /// Nothing was drawn: the subject was not admitted, or there is one variant for everybody.
  record Undrawn(boolean served) implements Draw {}

  /// The context has no value to tell the subject by, so no variant of the split can be its.
  ///
  /// @param bucketBy the attribute that is missing
  record NoSubject(String bucketBy) implements Draw {
    @Override
    public boolean served() {
      return false;
    }
  }

  /// The subject was hashed to a slot of the split.
  ///
  /// @param bucketBy the attribute that is the subject
  /// @param input the text that was hashed: subject, colon, salt, and `:split`
  /// @param hash unsigned, 0 to 2^32−1
  /// @param slot 0 to 99,999
  /// @param range the range of slots that it lies in
  /// @param variant whose range that is
  record Drawn(String bucketBy, String input, long hash, int slot, SlotRange range, String variant)
      implements Draw {
    @Override
    public boolean served() {
      return true;
    }
  }
}
