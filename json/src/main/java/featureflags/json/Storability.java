package featureflags.json;

import featureflags.catalog.StorableText;
import featureflags.engine.Value;
import java.util.List;
import java.util.Map;

/// Finds the texts of a document that cannot be stored.
final class Storability {
  private Storability() {}

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
    int flaw = StorableText.flaw(text);
    if (flaw >= 0) {
      violations.add(
          pointer,
          "holds the character U+%04X, which cannot be stored".formatted((int) text.charAt(flaw)));
    }
  }
}
