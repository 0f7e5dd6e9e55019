package featureflags.json;

import featureflags.engine.Value;
import featureflags.engine.Variant;
import java.util.List;

/// The variants that the rest of a flag may name.
record VariantNames(List<String> names) {
  static VariantNames of(List<Variant> variants) {
    return new VariantNames(variants.stream().map(Variant::key).toList());
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  /// The variant that a field names, or another when the field is absent.
  String read(Fields fields, String field, String otherwise) {
    return fields.has(field) ? required(fields, field) : otherwise;
  }

  /// The variant that a field must name.
  String required(Fields fields, String field) {
    String name = fields.requiredText(field, Integer.MAX_VALUE);
    if (fields.value(field) instanceof Value.Text && !contains(name)) {
      return fields.wrong(
          field,
          "names the unknown variant '%s'%s".formatted(name, Suggestion.of(name, names)),
          "");
    }
    return name;
  }
}
