package featureflags.json;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.Map;

/// An evaluation context: an object whose fields are the attributes.
public final class ContextShape {
  /// How many characters a targeting key may have.
  public static final int MAX_KEY_LENGTH = 1_024;

  private ContextShape() {}

  /// Reads a document that is a context.
  ///
  /// @throws InvalidDocument when it is no object, or its targeting key is neither text nor number
  ///   or is longer than [#MAX_KEY_LENGTH]
  public static Context read(Value document) {
    var violations = new Violations();
    Context context = read(document, "", violations);
    violations.check();
    return context;
  }

  static Context read(Value value, String pointer, Violations violations) {
    if (!(value instanceof Value.Structure(Map<String, Value> attributes))) {
      violations.add(pointer, "must be an object, not " + Fields.kind(value));
      return Context.empty();
    }
    checkKey(attributes, Context.TARGETING_KEY, pointer, violations);
    checkKey(attributes, Context.USER_ID, pointer, violations);
    return Context.of(attributes);
  }

  private static void checkKey(
      Map<String, Value> attributes, String name, String pointer, Violations violations) {
    switch (attributes.getOrDefault(name, new Value.Nothing())) {
      case Value.Text(String key) when key.length() > MAX_KEY_LENGTH ->
          violations.add(
              Violations.at(pointer, name),
              "has %d characters; at most %d are allowed".formatted(key.length(), MAX_KEY_LENGTH));
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Nothing _ -> {}
      case Value.Bool _, Value.Items _, Value.Structure _ ->
          violations.add(Violations.at(pointer, name), "must be a text or a number");
    }
  }
}
