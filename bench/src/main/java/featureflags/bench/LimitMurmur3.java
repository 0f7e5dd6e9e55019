package featureflags.bench;

/// MurmurHash3 x86 32 of ASCII texts with one salt behind them, which is packed into blocks before
/// anybody asks.
final class LimitMurmur3 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  /// The salt's blocks for each place of a block at which a text can end.
  private final int[][] blocks = new int[4][];

  private final int length;

  LimitMurmur3(String salt) {
    this.length = salt.length();
    for (int offset = 0; offset < 4; offset++) {
      blocks[offset] = new int[(offset + length) / 4 + 1];
      for (int i = 0; i < length; i++) {
        int at = offset + i;
        blocks[offset][at / 4] |= salt.charAt(i) << (8 * (at % 4));
      }
    }
  }

  /// The slot of a text, 0 to 99,999.
  int slot(String text) {
    return (int) (((hash(text) & 0xffffffffL) * 100_000) >>> 32);
  }

  private int hash(String text) {
    int size = text.length();
    int hash = 0;
    int i = 0;
    for (; i <= size - 4; i += 4) {
      int a = text.charAt(i);
      int b = text.charAt(i + 1);
      int c = text.charAt(i + 2);
      int d = text.charAt(i + 3);
      if ((a | b | c | d) >= 0x80) {
        throw new IllegalArgumentException(text);
      }
      hash = mix(hash, a | b << 8 | c << 16 | d << 24);
    }
    int[] salt = blocks[size & 3];
    int block = salt[0];
    for (int bits = 0; i < size; i++, bits += 8) {
      int c = text.charAt(i);
      if (c >= 0x80) {
        throw new IllegalArgumentException(text);
      }
      block |= c << bits;
    }
    for (int k = 1; k < salt.length; k++) {
      hash = mix(hash, block);
      block = salt[k];
    }
    return finish(hash ^ scramble(block), size + length);
  }

  private static int mix(int hash, int block) {
    return Integer.rotateLeft(hash ^ scramble(block), 13) * 5 + 0xe6546b64;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * C1, 15) * C2;
  }

  private static int finish(int hash, int bytes) {
    int h = hash ^ bytes;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
