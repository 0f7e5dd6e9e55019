package featureflags.engine;

/// One of the answers a flag can give.
///
/// @param key its name, unique in the flag
/// @param value what the application receives
public record Variant(String key, Value value) {
  /// @throws IllegalArgumentException when the key is none
  public Variant {
    Key.checked("variant", key);
  }
}
