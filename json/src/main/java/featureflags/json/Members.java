package featureflags.json;

import featureflags.engine.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds an object, member by member, in the order it is written.
public final class Members {
  private final Map<String, Value> members = new LinkedHashMap<>();

  /// An object without members.
  public Members() {}

  /// Adds any value.
  public Members put(String name, Value value) {
    members.put(name, value);
    return this;
  }

  /// Adds a text.
  public Members put(String name, String text) {
    return put(name, new Value.Text(text));
  }

  /// Adds a text, or null for an empty one.
  public Members putOrNull(String name, String text) {
    return put(name, text.isEmpty() ? new Value.Nothing() : new Value.Text(text));
  }

  /// Adds a whole number.
  public Members put(String name, long number) {
    return put(name, new Value.Whole(number));
  }

  /// Adds `true` or `false`.
  public Members put(String name, boolean bool) {
    return put(name, new Value.Bool(bool));
  }

  /// Adds a time in RFC 3339.
  public Members put(String name, Instant time) {
    return put(name, time.toString());
  }

  /// Adds a list.
  public Members put(String name, List<? extends Value> values) {
    return put(name, new Value.Items(List.copyOf(values)));
  }

  /// Adds a list of texts.
  public Members putTexts(String name, List<String> texts) {
    return put(name, texts.stream().map(Value.Text::new).toList());
  }

  /// The object.
  public Value.Structure build() {
    return new Value.Structure(members);
  }
}
