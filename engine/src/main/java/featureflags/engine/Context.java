package featureflags.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who or what a flag is evaluated for: a targeting key and attributes.
///
/// `userId` is an alias of `targetingKey`, both as an attribute and for bucketing; when both are
/// given, `targetingKey` is the subject. An attribute whose value is null counts as absent.
public final class Context {
  /// The attribute that holds the targeting key.
  public static final String TARGETING_KEY = "targetingKey";

  /// The targeting key's alias.
  public static final String USER_ID = "userId";

  private static final Context EMPTY = new Context(Map.of());

  private final Map<String, Value> attributes;
  private final @Nullable Value targetingKey;

  private Context(Map<String, Value> attributes) {
    this.attributes = attributes;
    Value key = present(attributes.get(TARGETING_KEY));
    this.targetingKey = key == null ? present(attributes.get(USER_ID)) : key;
  }

  /// A context without a targeting key and attributes.
  public static Context empty() {
    return EMPTY;
  }

  /// A context of these attributes, the targeting key among them. The map is copied.
  public static Context of(Map<String, Value> attributes) {
    return new Context(new LinkedHashMap<>(attributes));
  }

  /// The targeting key as text; empty when it is absent or no scalar.
  public Optional<String> targetingKey() {
    return Optional.ofNullable(subject(AttributePath.of(TARGETING_KEY)));
  }

  /// The attribute with this name, taken literally first, then as a dot path; empty when it is
  /// absent or null.
  public Optional<Value> attribute(String name) {
    return Optional.ofNullable(find(AttributePath.of(name)));
  }

  @Nullable Value find(AttributePath path) {
    if (path.isTargetingKey()) {
      return targetingKey;
    }
    Value literal = present(attributes.get(path.name()));
    return literal == null ? walk(path) : literal;
  }

  @Nullable String subject(AttributePath path) {
    Value value = find(path);
    return value == null ? null : Scalar.canonical(value);
  }

  private @Nullable Value walk(AttributePath path) {
    Map<String, Value> fields = attributes;
    for (int i = 0; i < path.depth(); i++) {
      Value value = present(fields.get(path.segment(i)));
      if (i == path.depth() - 1) {
        return value;
      }
      if (!(value instanceof Value.Structure(Map<String, Value> inner))) {
        return null;
      }
      fields = inner;
    }
    return null;
  }

  private static @Nullable Value present(@Nullable Value value) {
    return value instanceof Value.Nothing ? null : value;
  }
}
