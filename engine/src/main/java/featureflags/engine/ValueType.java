package featureflags.engine;

/// The type that every variant of a flag shares.
public enum ValueType {
  /// `true` or `false`.
  BOOLEAN,
  /// A text.
  STRING,
  /// A whole number within ±(2^53−1).
  INTEGER,
  /// A finite number.
  NUMBER,
  /// A JSON object or array.
  JSON
}
