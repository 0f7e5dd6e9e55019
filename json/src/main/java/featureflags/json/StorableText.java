package featureflags.json;

import featureflags.engine.Value;
import java.util.List;
import java.util.Map;

/// What a stored text may hold: PostgreSQL has no U+0000, and UTF-8 no lone surrogate.
final class StorableText {
  private StorableText() {}

  /// Notes every text of the document, names included, that cannot be stored.
  static void check(Value value, String pointer, Violations violations) {
    switch (value) {
      case Value.Text(String text) -> check(text, pointer, violations);
      case Value.Items(List<Value> values) -> {
        for (int i = 0; i < values.size(); i++) {
          check(values.get(i), Violations.at(pointer, i), violations);
        }
      }
      case Value.Structure(Map<String, Value> fields) ->
          fields.forEach((name, each) -> {
            check(name, pointer, violations);
            check(each, Violations.at(pointer, name), violations);
          });
      case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Nothing _ -> {}
    }
  }

  private static void check(String text, String pointer, Violations violations) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        violations.add(
            pointer, "holds the character U+%04X, which cannot be stored".formatted((int) c));
        return;
      }
    }
  }
}
