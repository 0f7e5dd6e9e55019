package featureflags.catalog;

import featureflags.engine.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a stored text may hold: PostgreSQL has no U+0000, and UTF-8 no lone surrogate.
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /// Where the first character stands that cannot be stored; −1 when there is none.
  public static int flaw(String text) {
    return flaw(text, 0);
  }

  private static int flaw(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        if (!startsPair(text, i)) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /// The text with each character that cannot be stored replaced by U+FFFD.
  public static String of(String text) {
    int flaw = flaw(text);
    if (flaw < 0) {
      return text;
    }
    var mended = new StringBuilder(text);
    while (flaw >= 0) {
      mended.setCharAt(flaw, REPLACEMENT);
      flaw = flaw(mended, flaw + 1);
    }
    return mended.toString();
  }

  /// The fields with each character that cannot be stored replaced, in names and values, at any
  /// depth. Of two names that become the same the later one stays.
  static Map<String, Value> of(Map<String, Value> fields) {
    var mended = new LinkedHashMap<String, Value>();
    fields.forEach((name, value) -> mended.put(of(name), of(value)));
    return mended;
  }

  private static Value of(Value value) {
    return switch (value) {
      case Value.Text(String text) -> new Value.Text(of(text));
      case Value.Items(List<Value> values) ->
          new Value.Items(values.stream().map(StorableText::of).toList());
      case Value.Structure(Map<String, Value> fields) -> new Value.Structure(of(fields));
      case Value.Bool _, Value.Whole _, Value.Decimal _, Value.Nothing _ -> value;
    };
  }

  private static boolean startsPair(CharSequence text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
