package featureflags.engine;

/// The deterministic place of a subject on a line of [#COUNT] equal slots.
///
/// `hash = MurmurHash3 x86 32, seed 0, of UTF-8(subject + ":" + salt)`, read as unsigned; `slot =
/// (hash * 100000) >>> 32`. Both are part of the public contract: the vectors in `spec/bucketing`
/// may never change.
public final class Slot {
  /// How many slots there are: a thousandth of a percent each.
  public static final int COUNT = 100_000;

  private Slot() {}

  /// The subject's slot under a salt.
  ///
  /// @return 0 to 99,999
  public static int of(String subject, String salt) {
    return of(Integer.toUnsignedLong(Murmur3.hash(subject, Salt.of(salt))));
  }

  /// The slot of an unsigned hash, 0 to 2^32−1.
  static int of(long hash) {
    return (int) ((hash * COUNT) >>> 32);
  }
}
