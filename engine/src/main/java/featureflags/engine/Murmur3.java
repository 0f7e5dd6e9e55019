package featureflags.engine;

/// MurmurHash3 x86 32-bit with seed 0, straight from the characters of a text: no bytes are encoded
/// and nothing is allocated.
///
/// The algorithm is Austin Appleby's, in the public domain. A lone surrogate hashes as `?`, as
/// [String#getBytes(java.nio.charset.Charset)] encodes it.
final class Murmur3 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private Murmur3() {}

  /// The hash of the UTF-8 of `text`, followed by the salt.
  static int hash(String text, Salt salt) {
    int hash = 0;
    int i = 0;
    int length = text.length();
    for (; i <= length - 4; i += 4) {
      int a = text.charAt(i);
      int b = text.charAt(i + 1);
      int c = text.charAt(i + 2);
      int d = text.charAt(i + 3);
      if ((a | b | c | d) >= 0x80) {
        return hashBeyondAscii(text, i, hash, salt);
      }
      hash = mix(hash, a | b << 8 | c << 16 | d << 24);
    }
    int pending = 0;
    for (int bits = 0; i < length; i++, bits += 8) {
      int c = text.charAt(i);
      if (c >= 0x80) {
        return hashBeyondAscii(text, length & ~3, hash, salt);
      }
      pending |= c << bits;
    }
    return salted(hash, pending, length, salt);
  }

  /// The hash of a whole number's decimal digits, followed by the salt.
  static int hash(long number, Salt salt) {
    int hash = 0;
    int pending = 0;
    int length = 0;
    long rest = number < 0 ? number : -number; // below zero, where there is one more
    long power = 1;
    while (rest / power <= -10) {
      power *= 10;
    }
    for (int c = number < 0 ? '-' : digit(rest, power); power > 0; c = digit(rest, power)) {
      if (c != '-') {
        rest %= power;
        power /= 10;
      }
      pending |= c << (8 * (length & 3));
      if ((++length & 3) == 0) {
        hash = mix(hash, pending);
        pending = 0;
      }
    }
    return salted(hash, pending, length, salt);
  }

  private static int digit(long rest, long power) {
    return power == 0 ? 0 : '0' - (int) (rest / power);
  }

  /// Goes on from a character where a block of four bytes begins.
  private static int hashBeyondAscii(String text, int from, int hashSoFar, Salt salt) {
    int hash = hashSoFar;
    long pending = 0; // bytes not yet mixed in, the first in the lowest bits
    int bits = 0; // how many bits of them, less than 32 between two steps
    int length = from;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      int bytes; // this character's UTF-8, the first byte in the lowest bits
      int count;
      if (c < 0x80) {
        bytes = c;
        count = 1;
      } else if (c < 0x800) {
        bytes = 0xc0 | (c >> 6) | ((0x80 | (c & 0x3f)) << 8);
        count = 2;
      } else if (!Character.isSurrogate(c)) {
        bytes = 0xe0 | (c >> 12) | ((0x80 | ((c >> 6) & 0x3f)) << 8) | ((0x80 | (c & 0x3f)) << 16);
        count = 3;
      } else if (startsPair(text, i)) {
        bytes = fourBytes(Character.toCodePoint(c, text.charAt(++i)));
        count = 4;
      } else {
        bytes = '?';
        count = 1;
      }
      pending |= (bytes & 0xffffffffL) << bits;
      bits += count << 3;
      length += count;
      if (bits >= 32) {
        hash = mix(hash, (int) pending);
        pending >>>= 32;
        bits -= 32;
      }
    }
    return salted(hash, (int) pending, length, salt);
  }

  /// Adds the salt to a subject's hash.
  ///
  /// @param pending the subject's last bytes, fewer than four
  /// @param length the subject's, in bytes
  private static int salted(int subjectHash, int pending, int length, Salt salt) {
    int[] blocks = salt.blocks(length & 3);
    int hash = subjectHash;
    int last = blocks.length - 1;
    int block = pending | blocks[0];
    for (int i = 0; i < last; i++) {
      hash = mix(hash, block);
      block = blocks[i + 1];
    }
    return finish(hash ^ scramble(block), length + salt.length());
  }

  private static boolean startsPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  private static int fourBytes(int point) {
    return 0xf0
        | (point >> 18)
        | ((0x80 | ((point >> 12) & 0x3f)) << 8)
        | ((0x80 | ((point >> 6) & 0x3f)) << 16)
        | ((0x80 | (point & 0x3f)) << 24);
  }

  private static int mix(int hash, int block) {
    return Integer.rotateLeft(hash ^ scramble(block), 13) * 5 + 0xe6546b64;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * C1, 15) * C2;
  }

  private static int finish(int hash, int length) {
    int h = hash ^ length;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
