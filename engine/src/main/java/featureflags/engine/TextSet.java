package featureflags.engine;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// An immutable set of texts: open addressing, at most half full, probed linearly.
///
/// [String#hashCode] leaves ids that count up next to each other, so its bits are spread by
/// Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4) before the upper ones
/// are taken.
final class TextSet {
  private static final int GOLDEN = 0x9e3779b9;

  private final @Nullable String[] table;
  private final int shift;

  private TextSet(@Nullable String[] table, int shift) {
    this.table = table;
    this.shift = shift;
  }

  static TextSet of(Collection<String> texts) {
    int bits = bits(texts.size());
    var set = new TextSet(new @Nullable String[1 << bits], Integer.SIZE - bits);
    texts.forEach(set::add);
    return set;
  }

  /// How many bits number the places for so many texts: twice as many places, at least 2.
  static int bits(int size) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(2 * size - 1, 1));
  }

  /// The upper bits of a spread hash.
  static int place(int hash, int shift) {
    return (hash * GOLDEN) >>> shift;
  }

  private void add(String text) {
    int at = place(text.hashCode(), shift);
    for (String held = table[at]; held != null; held = table[at]) {
      if (held.equals(text)) {
        return;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = text;
  }

  boolean contains(String text) {
    int at = place(text.hashCode(), shift);
    for (String held = table[at]; held != null; held = table[at]) {
      if (held.equals(text)) {
        return true;
      }
      at = (at + 1) & (table.length - 1);
    }
    return false;
  }

  /// Whether a folded text is in the set of folded texts.
  boolean containsFolded(String text) {
    int at = place(Folding.hash(text), shift);
    for (String held = table[at]; held != null; held = table[at]) {
      if (Folding.equal(text, held)) {
        return true;
      }
      at = (at + 1) & (table.length - 1);
    }
    return false;
  }
}
