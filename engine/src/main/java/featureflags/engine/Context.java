package featureflags.engine;

import java.util.HashMap;
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

  private static final Context EMPTY = builder().build();

  /// More attributes than this are kept in a map of the JDK, which names chosen for their hashes
  /// cannot slow down; in the table, each of them would have to pass all others.
  static final int FEW = 64;

  /// Open addressing, at most half full: a name at each even place, its value behind it.
  private final @Nullable Object[] table;

  /// Instead of the table, when there are more than a few.
  private final @Nullable Map<String, Value> many;

  private final int shift;
  private final @Nullable Value targetingKey;
  private final @Nullable String subject;

  private Context(@Nullable Object[] table, @Nullable Map<String, Value> many) {
    this.table = table;
    this.many = many;
    this.shift = shiftOf(table);
    Value key = find(TARGETING_KEY, TARGETING_KEY.hashCode());
    this.targetingKey = key == null ? find(USER_ID, USER_ID.hashCode()) : key;
    this.subject = targetingKey == null ? null : Scalar.canonical(targetingKey);
  }

  private static int shiftOf(@Nullable Object[] table) {
    return Integer.SIZE - Integer.numberOfTrailingZeros(table.length / 2);
  }

  /// A context without a targeting key and attributes.
  public static Context empty() {
    return EMPTY;
  }

  /// A context of these attributes, the targeting key among them. The map is copied.
  public static Context of(Map<String, Value> attributes) {
    if (attributes.isEmpty()) {
      return EMPTY;
    }
    var builder = new Builder(attributes.size());
    attributes.forEach(builder::put);
    return builder.build();
  }

  /// An empty context to fill.
  public static Builder builder() {
    return new Builder(0);
  }

  /// A context in the making, for attributes that come one by one.
  public static final class Builder {
    private static final int LEAST = 4;

    private @Nullable Object[] table;
    private @Nullable Map<String, Value> many;
    private int size;

    private Builder(int size) {
      this.table = new @Nullable Object[2 << FibonacciHash.bits(Math.clamp(size, LEAST, FEW))];
    }

    /// Sets an attribute, unless it is null, which counts as absent.
    ///
    /// @return whether it is the first of its name
    public boolean put(String name, Value value) {
      if (value instanceof Value.Nothing) {
        return true;
      }
      if (many != null) {
        return many.putIfAbsent(name, value) == null;
      }
      int at = 2 * FibonacciHash.place(name.hashCode(), shiftOf(table));
      for (Object held = table[at]; held != null; held = table[at]) {
        if (name.equals(held)) {
          return false;
        }
        at = (at + 2) & (table.length - 1);
      }
      table[at] = name;
      table[at + 1] = value;
      size++;
      if (size > FEW) {
        many = inMap();
      } else if (4 * size > table.length) {
        grow();
      }
      return true;
    }

    private Map<String, Value> inMap() {
      var map = new HashMap<String, Value>(4 * size);
      for (int i = 0; i < table.length; i += 2) {
        if (table[i] instanceof String name && table[i + 1] instanceof Value value) {
          map.put(name, value);
        }
      }
      return map;
    }

    private void grow() {
      var larger = new Builder(2 * size);
      for (int i = 0; i < table.length; i += 2) {
        if (table[i] instanceof String name && table[i + 1] instanceof Value value) {
          larger.put(name, value);
        }
      }
      table = larger.table;
    }

    /// The context. It is done: this builder may not go on.
    public Context build() {
      return new Context(table, many);
    }
  }

  /// The targeting key as text; empty when it is absent or no scalar.
  public Optional<String> targetingKey() {
    return Optional.ofNullable(subject);
  }

  /// The attribute with this name, taken literally first, then as a dot path; empty when it is
  /// absent or null.
  public Optional<Value> attribute(String name) {
    return Optional.ofNullable(find(AttributePath.of(name)));
  }

  /// The targeting key as text; null when it is absent or no scalar.
  @Nullable String subject() {
    return subject;
  }

  @Nullable Value find(AttributePath path) {
    if (path.isTargetingKey()) {
      return targetingKey;
    }
    Value literal = find(path.name(), path.hash());
    return literal == null && path.depth() > 0 ? walk(path) : literal;
  }

  private @Nullable Value find(String name, int hash) {
    if (many != null) {
      return many.get(name);
    }
    int at = 2 * FibonacciHash.place(hash, shift);
    for (Object held = table[at]; held != null; held = table[at]) {
      if (name.equals(held)) {
        return (Value) table[at + 1];
      }
      at = (at + 2) & (table.length - 1);
    }
    return null;
  }

  @Nullable String subject(AttributePath path) {
    Value value = find(path);
    return value == null ? null : Scalar.canonical(value);
  }

  private @Nullable Value walk(AttributePath path) {
    Value value = find(path.segment(0), path.segment(0).hashCode());
    for (int i = 1; i < path.depth(); i++) {
      if (!(value instanceof Value.Structure(Map<String, Value> fields))) {
        return null;
      }
      value = present(fields.get(path.segment(i)));
    }
    return value;
  }

  private static @Nullable Value present(@Nullable Value value) {
    return value instanceof Value.Nothing ? null : value;
  }
}
