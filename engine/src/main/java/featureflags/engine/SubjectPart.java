package featureflags.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A part of a set of targeting keys: its keys as lines of UTF-8, and a table of where each starts.
/// A million keys of 36 characters take some 50 MB, and looking one up allocates nothing.
public final class SubjectPart {
  private static final Salt UNSALTED = Salt.none();

  static final SubjectPart EMPTY = of("");

  private final byte[] lines;

  /// Open addressing, at most two thirds full: where a key starts, plus 1; 0 is free.
  private final int[] starts;

  private final int size;

  private SubjectPart(byte[] lines) {
    this.lines = lines;
    int count = 0;
    for (byte b : lines) {
      if (b == '\n') {
        count++;
      }
    }
    this.starts = new int[Integer.highestOneBit(Math.max(1, count * 3 / 2)) * 2];
    this.size = fill();
  }

  /// The part of these keys.
  ///
  /// @param lines each key with a line feed behind it; a key that is there twice counts once
  /// @throws IllegalArgumentException when the last line is not ended
  public static SubjectPart of(String lines) {
    if (!lines.isEmpty() && lines.charAt(lines.length() - 1) != '\n') {
      throw new IllegalArgumentException("the last line of a part is not ended");
    }
    return new SubjectPart(lines.getBytes(StandardCharsets.UTF_8));
  }

  private int fill() {
    int keys = 0;
    int start = 0;
    for (int end = 0; end < lines.length; end++) {
      if (lines[end] == '\n') {
        String key = new String(lines, start, end - start, StandardCharsets.UTF_8);
        int hash = Murmur3.hash(key, UNSALTED);
        if (!contains(key, hash)) {
          put(hash, start);
          keys++;
        }
        start = end + 1;
      }
    }
    return keys;
  }

  private void put(int hash, int start) {
    int at = hash & (starts.length - 1);
    while (starts[at] != 0) {
      at = (at + 1) & (starts.length - 1);
    }
    starts[at] = start + 1;
  }

  /// @param hash of the key; its upper bits chose the part, so its lower ones choose the place
  boolean contains(String key, int hash) {
    int at = hash & (starts.length - 1);
    for (int start = starts[at]; start != 0; start = starts[at]) {
      if (isAt(start - 1, key)) {
        return true;
      }
      at = (at + 1) & (starts.length - 1);
    }
    return false;
  }

  private boolean isAt(int start, String key) {
    int at = start;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c >= 0x80) {
        return isAt(at, key, i);
      }
      if (c == '\n' || lines[at++] != c) {
        return false;
      }
    }
    return lines[at] == '\n';
  }

  /// Compares what is left of a key beyond ASCII.
  private boolean isAt(int start, String key, int from) {
    int at = start;
    for (int i = from; i < key.length(); ) {
      int point = key.codePointAt(i);
      int length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (point == '\n' || at + length >= lines.length) {
        return false;
      }
      for (int b = 0; b < length; b++) {
        if (lines[at + b] != utf8(point, length, b)) {
          return false;
        }
      }
      at += length;
      i += Character.charCount(point);
    }
    return lines[at] == '\n';
  }

  /// One byte of a code point's UTF-8.
  private static byte utf8(int point, int length, int index) {
    if (length == 1) {
      return (byte) point;
    }
    int bits = point >> (6 * (length - 1 - index));
    return (byte) (index == 0 ? (0xf00 >> length) | bits : 0x80 | (bits & 0x3f));
  }

  /// How many keys there are.
  public int size() {
    return size;
  }

  /// The keys, each with a line feed behind it.
  public String lines() {
    return new String(lines, StandardCharsets.UTF_8);
  }

  /// Parts of the same lines are equal.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SubjectPart part && Arrays.equals(lines, part.lines);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lines);
  }
}
