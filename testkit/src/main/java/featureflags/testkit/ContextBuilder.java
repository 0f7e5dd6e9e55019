package featureflags.testkit;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// Builds a context: `subject("u").with("plan", "enterprise").build()`.
public final class ContextBuilder {
  private final Map<String, Value> attributes = new LinkedHashMap<>();

  private ContextBuilder() {}

  /// A context with this targeting key.
  public static ContextBuilder subject(String targetingKey) {
    return nobody().with(Context.TARGETING_KEY, targetingKey);
  }

  /// A context without a targeting key.
  public static ContextBuilder nobody() {
    return new ContextBuilder();
  }

  /// Adds an attribute; see [Values#value] for what it may be.
  public ContextBuilder with(String attribute, Object value) {
    attributes.put(attribute, Values.value(value));
    return this;
  }

  /// The context.
  public Context build() {
    return Context.of(attributes);
  }
}
