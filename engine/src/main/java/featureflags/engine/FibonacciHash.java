package featureflags.engine;

/// Where the keys of a hash table go.
///
/// [String#hashCode] leaves ids that count up next to each other, so its bits are spread by
/// Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4) before the upper ones
/// are taken.
final class FibonacciHash {
  private static final int GOLDEN = 0x9e3779b9;

  private FibonacciHash() {}

  /// How many bits number the places for so many keys: twice as many places, at least 2.
  static int bits(int size) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(2 * size - 1, 1));
  }

  /// The upper bits of a spread hash.
  ///
  /// @param shift 32 less the number of bits
  static int place(int hash, int shift) {
    return (hash * GOLDEN) >>> shift;
  }
}
