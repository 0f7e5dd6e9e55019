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
  JSON;

  /// The type of a flag of which nothing is known but a value.
  static ValueType of(Value value) {
    return switch (value) {
      case Value.Bool _ -> BOOLEAN;
      case Value.Text _ -> STRING;
      case Value.Whole _ -> INTEGER;
      case Value.Decimal _ -> NUMBER;
      case Value.Items _, Value.Structure _, Value.Nothing _ -> JSON;
    };
  }

  /// Whether a variant of this type may have the value.
  public boolean accepts(Value value) {
    return switch (this) {
      case BOOLEAN -> value instanceof Value.Bool;
      case STRING -> value instanceof Value.Text;
      case INTEGER -> value instanceof Value.Whole(long number) && safe(number);
      case NUMBER ->
          value instanceof Value.Decimal || (value instanceof Value.Whole(long n) && safe(n));
      case JSON -> value instanceof Value.Structure || value instanceof Value.Items;
    };
  }

  private static boolean safe(long number) {
    return Math.abs(number) <= Value.MAX_SAFE_INTEGER && number != Long.MIN_VALUE;
  }
}
