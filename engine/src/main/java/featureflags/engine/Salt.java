package featureflags.engine;

import java.nio.charset.StandardCharsets;

/// What is hashed behind every subject of a rollout or a split: `:` and the salt in UTF-8, packed
/// into blocks of four bytes for each of the four places of a block at which a subject can end.
final class Salt {
  private static final int BLOCK = 4;

  private final byte[] bytes;
  private final int[][] blocks;

  private Salt(byte[] bytes) {
    this.bytes = bytes;
    this.blocks = new int[BLOCK][];
    for (int offset = 0; offset < BLOCK; offset++) {
      blocks[offset] = packed(bytes, offset);
    }
  }

  static Salt of(String salt) {
    return new Salt((":" + salt).getBytes(StandardCharsets.UTF_8));
  }

  /// Nothing: the hash of the subject alone.
  static Salt none() {
    return new Salt(new byte[0]);
  }

  private static int[] packed(byte[] bytes, int offset) {
    int[] packed = new int[(offset + bytes.length) / BLOCK + 1];
    for (int i = 0; i < bytes.length; i++) {
      int at = offset + i;
      packed[at / BLOCK] |= (bytes[i] & 0xff) << (8 * (at % BLOCK));
    }
    return packed;
  }

  /// The blocks behind a subject that ends at this place of a block, the first of them with room
  /// for its last bytes; the last one is not full.
  int[] blocks(int offset) {
    return blocks[offset];
  }

  int length() {
    return bytes.length;
  }
}
