package featureflags.engine;

import java.nio.charset.StandardCharsets;

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
    return of(hash(subject, suffix(salt)));
  }

  /// The bytes that a salt adds behind every subject.
  static byte[] suffix(String salt) {
    return (":" + salt).getBytes(StandardCharsets.UTF_8);
  }

  /// The unsigned hash of a subject, 0 to 2^32−1.
  static long hash(String subject, byte[] suffix) {
    return Integer.toUnsignedLong(Murmur3.hash(subject, suffix));
  }

  static int of(long hash) {
    return (int) ((hash * COUNT) >>> 32);
  }
}
