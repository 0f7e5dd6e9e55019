package featureflags.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value as a context attribute carries it or a variant serves it: the values of JSON, with whole
/// numbers kept apart from others.
public sealed interface Value {
  /// The largest whole number that every client reads exactly: 2^53−1.
  long MAX_SAFE_INTEGER = (1L << 53) - 1;

  /// `true` or `false`.
  record Bool(boolean value) implements Value {}

  /// A text.
  record Text(String value) implements Value {}

  /// A whole number that fits 64 bits.
  record Whole(long value) implements Value {}

  /// A finite number that is not written as a whole one.
  record Decimal(double value) implements Value {
    /// @throws IllegalArgumentException when the number is not finite
    public Decimal {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(value + " is not a finite number");
      }
    }
  }

  /// A list.
  record Items(List<Value> values) implements Value {
    /// Copies the list.
    public Items {
      values = List.copyOf(values);
    }
  }

  /// An object; its fields keep their order.
  record Structure(Map<String, Value> fields) implements Value {
    /// Copies the map.
    public Structure {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /// JSON's `null`. As an attribute it counts as absent.
  record Nothing() implements Value {}
}
