package featureflags.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import featureflags.engine.SubjectSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Different keys in the order they came, as bytes: a million of them take little more memory than
/// their UTF-8. None of them has a line feed.
final class KeyPile {
  /// The most parts that keys can be divided into; the part of any fewer is the upper bits of it.
  private static final int MOST_PARTS = 1 << 30;

  private static final int BLOCK = 1 << 20;

  /// The keys, each with a line feed behind it, and none across two blocks.
  private final List<byte[]> blocks = new ArrayList<>();

  private int used = BLOCK;
  private int size;

  /// Where each key starts, and its place among [#MOST_PARTS].
  private int[] starts = new int[512];

  private int[] places = new int[512];

  /// Open addressing, at most half full: the number of a key, plus 1; 0 is free.
  private int[] table = new int[1024];

  /// Adds a key; whether it was not there yet.
  boolean add(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    int place = SubjectSet.partOf(key, MOST_PARTS);
    int at = place & (table.length - 1);
    for (int held = table[at]; held != 0; held = table[at]) {
      if (places[held - 1] == place && isAt(starts[held - 1], bytes)) {
        return false;
      }
      at = (at + 1) & (table.length - 1);
    }
    if (size == starts.length) {
      grow();
    }
    starts[size] = store(bytes);
    places[size] = place;
    size++;
    enter(size);
    return true;
  }

  /// Adds keys, each with a line feed behind it.
  void addLines(String lines) {
    PartLines.each(lines, this::add);
  }

  private boolean isAt(int start, byte[] bytes) {
    byte[] block = blocks.get(start / BLOCK);
    int from = start % BLOCK;
    int to = from + bytes.length;
    return to < BLOCK
        && block[to] == '\n'
        && Arrays.equals(block, from, to, bytes, 0, bytes.length);
  }

  private int store(byte[] bytes) {
    if (used + bytes.length + 1 > BLOCK) {
      if (blocks.size() == Integer.MAX_VALUE / BLOCK) {
        throw new IllegalArgumentException("more than 2 GiB of keys");
      }
      blocks.add(new byte[BLOCK]);
      used = 0;
    }
    byte[] block = blocks.getLast();
    System.arraycopy(bytes, 0, block, used, bytes.length);
    block[used + bytes.length] = '\n';
    int start = (blocks.size() - 1) * BLOCK + used;
    used += bytes.length + 1;
    return start;
  }

  private void grow() {
    starts = Arrays.copyOf(starts, 2 * size);
    places = Arrays.copyOf(places, 2 * size);
    table = new int[4 * size];
    for (int number = 1; number <= size; number++) {
      enter(number);
    }
  }

  private void enter(int number) {
    int at = places[number - 1] & (table.length - 1);
    while (table[at] != 0) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = number;
  }

  int size() {
    return size;
  }

  /// The first keys.
  List<String> first(int count) {
    var keys = new ArrayList<String>();
    for (int i = 0; i < Math.min(count, size); i++) {
      keys.add(key(i));
    }
    return keys;
  }

  private String key(int number) {
    byte[] block = blocks.get(starts[number] / BLOCK);
    int from = starts[number] % BLOCK;
    int to = from;
    while (block[to] != '\n') {
      to++;
    }
    return new String(block, from, to - from, UTF_8);
  }

  /// The keys by the part they belong to.
  ///
  /// @param parts a power of two
  Division dividedInto(int parts) {
    return new Division(parts);
  }

  /// The keys of a pile by the part they belong to.
  final class Division {
    private final int parts;
    private final int[] order = new int[size];

    /// Where the keys of each part end in the order.
    private final int[] ends;

    private Division(int parts) {
      this.parts = parts;
      this.ends = new int[parts];
      int shift = Integer.numberOfTrailingZeros(MOST_PARTS / parts);
      for (int i = 0; i < size; i++) {
        ends[places[i] >>> shift]++;
      }
      for (int part = 1; part < parts; part++) {
        ends[part] += ends[part - 1];
      }
      int[] next = ends.clone();
      for (int i = size - 1; i >= 0; i--) {
        int at = --next[places[i] >>> shift];
        order[at] = i;
      }
    }

    int parts() {
      return parts;
    }

    boolean isEmpty(int part) {
      return start(part) == ends[part];
    }

    /// The keys of a part, in the order they came.
    List<String> keys(int part) {
      var keys = new ArrayList<String>(ends[part] - start(part));
      for (int i = start(part); i < ends[part]; i++) {
        keys.add(key(order[i]));
      }
      return keys;
    }

    private int start(int part) {
      return part == 0 ? 0 : ends[part - 1];
    }
  }
}
