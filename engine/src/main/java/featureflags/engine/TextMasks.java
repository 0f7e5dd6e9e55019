package featureflags.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// For one attribute, which rules its value leaves in the running: a mask for each text that some
/// rule wants, and one for all other texts.
final class TextMasks {
  private final AttributePath path;
  private final @Nullable String[] texts;
  private final long[] masks;
  private final int shift;

  /// The rules that ask nothing of this attribute.
  private final long indifferent;

  private TextMasks(AttributePath path, int bits, long indifferent) {
    this.path = path;
    this.texts = new @Nullable String[1 << bits];
    this.masks = new long[1 << bits];
    this.shift = Integer.SIZE - bits;
    this.indifferent = indifferent;
  }

  private void put(String text, long mask) {
    int at = FibonacciHash.place(text.hashCode(), shift);
    while (texts[at] != null) {
      at = (at + 1) & (texts.length - 1);
    }
    texts[at] = text;
    masks[at] = mask;
  }

  /// The attribute in a context; null when it is absent.
  @Nullable Value find(Context context) {
    return context.find(path);
  }

  /// The rules that an absent attribute leaves in the running: those that ask nothing of it.
  long indifferent() {
    return indifferent;
  }

  /// The rules that a text leaves in the running.
  long of(String text) {
    int at = FibonacciHash.place(text.hashCode(), shift);
    for (String held = texts[at]; held != null; held = texts[at]) {
      if (held.equals(text)) {
        return masks[at];
      }
      at = (at + 1) & (texts.length - 1);
    }
    return indifferent;
  }

  /// The masks of an attribute in the making.
  static final class Draft {
    private final Map<String, Long> wanting = new HashMap<>();
    private long particular;

    /// Notes that a rule needs one of these texts.
    ///
    /// @return whether that is all it needs of the attribute. A rule that needs two things of it
    ///   counts as wanting either, which leaves out less than could be
    boolean wants(long rule, Set<String> texts) {
      boolean first = (particular & rule) == 0;
      particular |= rule;
      texts.forEach(text -> wanting.merge(text, rule, (a, b) -> a | b));
      return first;
    }

    /// The masks in a table at most a quarter full: a second look costs more than the memory.
    TextMasks build(AttributePath path, long all) {
      long indifferent = all & ~particular;
      var built = new TextMasks(path, FibonacciHash.bits(2 * wanting.size()), indifferent);
      wanting.forEach((text, rules) -> built.put(text, rules | indifferent));
      return built;
    }
  }
}
