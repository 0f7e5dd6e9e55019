package featureflags.engine;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// An immutable set of texts: open addressing, at most half full, probed linearly.
final class TextSet {
  private final @Nullable String[] table;
  private final int shift;

  private TextSet(@Nullable String[] table, int shift) {
    this.table = table;
    this.shift = shift;
  }

  static TextSet of(Collection<String> texts) {
    int bits = FibonacciHash.bits(texts.size());
    var set = new TextSet(new @Nullable String[1 << bits], Integer.SIZE - bits);
    texts.forEach(set::add);
    return set;
  }

  private void add(String text) {
    int at = FibonacciHash.place(text.hashCode(), shift);
    for (String held = table[at]; held != null; held = table[at]) {
      if (held.equals(text)) {
        return;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = text;
  }

  boolean contains(String text) {
    int at = FibonacciHash.place(text.hashCode(), shift);
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
    int at = FibonacciHash.place(Folding.hash(text), shift);
    for (String held = table[at]; held != null; held = table[at]) {
      if (Folding.equal(text, held)) {
        return true;
      }
      at = (at + 1) & (table.length - 1);
    }
    return false;
  }
}
