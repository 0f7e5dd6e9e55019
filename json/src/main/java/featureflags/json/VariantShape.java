package featureflags.json;

import featureflags.engine.Key;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The `type` and the `variants` of a flag.
final class VariantShape {
  private static final int MAX_VARIANTS = 100;

  private static final List<Variant> ON_AND_OFF =
      List.of(new Variant("on", new Value.Bool(true)), new Variant("off", new Value.Bool(false)));

  private VariantShape() {}

  static ValueType readType(Fields flag) {
    String name = flag.text("type", Names.of(ValueType.BOOLEAN), Integer.MAX_VALUE);
    return Names.type(name)
        .orElseGet(() ->
            flag.wrong(
                "type",
                "'%s' is no type%s".formatted(name, Suggestion.of(name, Names.types())),
                ValueType.BOOLEAN));
  }

  static List<Variant> read(Fields flag, ValueType type) {
    if (!flag.has("variants")) {
      return type == ValueType.BOOLEAN
          ? ON_AND_OFF
          : flag.wrong(
              "variants",
              "is missing; only a boolean flag has variants of its own, on and off",
              ON_AND_OFF);
    }
    int before = flag.violations().count();
    var variants = new ArrayList<Variant>();
    var names = new HashSet<String>();
    flag.each(
        "variants",
        MAX_VARIANTS,
        (value, pointer) -> {
          var fields = Fields.of(value, pointer, flag.violations());
          String key = fields.requiredKey("key");
          Value served = readValue(fields, type);
          fields.refuseOthers();
          if (Key.valid(key) && names.add(key)) {
            variants.add(new Variant(key, served));
          } else if (Key.valid(key)) {
            fields.wrong("key", "variant '%s' is there twice".formatted(key), key);
          }
        });
    if (variants.isEmpty() && flag.violations().count() == before) {
      flag.wrong("variants", "is empty; a flag serves at least one variant", "");
    }
    return variants;
  }

  private static Value readValue(Fields variant, ValueType type) {
    Value value = variant.value("value");
    if (type.accepts(value)) {
      return value;
    }
    String found = value instanceof Value.Nothing ? "missing" : Fields.kind(value);
    return variant.wrong(
        "value",
        "must be %s as the flag's type says, not %s".formatted(wanted(type), found),
        value);
  }

  private static String wanted(ValueType type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case STRING -> "a text";
      case INTEGER -> "a whole number within ±(2^53−1)";
      case NUMBER -> "a number";
      case JSON -> "an object or a list";
    };
  }

  static Value write(Variant variant) {
    return new Members().put("key", variant.key()).put("value", variant.value()).build();
  }
}
