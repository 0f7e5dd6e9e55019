package featureflags.json;

/// Why OFREP gives no value; the names are its words.
public enum OfrepError {
  /// The request's body, or the definition of the flag, cannot be read.
  PARSE_ERROR,
  /// The context is missing, or is none.
  INVALID_CONTEXT,
  /// The flag buckets by a targeting key that the context does not have.
  TARGETING_KEY_MISSING,
  /// There is no such flag.
  FLAG_NOT_FOUND,
  /// The flags have not been loaded yet.
  PROVIDER_NOT_READY,
  /// Anything else.
  GENERAL
}
