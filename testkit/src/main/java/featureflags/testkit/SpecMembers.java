package featureflags.testkit;

import featureflags.engine.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The members of an object of `spec/`, none of which is misspelt.
///
/// @param fields by name
record SpecMembers(Map<String, Value> fields) {
  /// @throws IllegalArgumentException when it is no object or has another member than these
  static SpecMembers of(Value object, String... names) {
    var members = new SpecMembers(fields(object));
    for (String name : members.fields().keySet()) {
      if (!Set.of(names).contains(name)) {
        throw new IllegalArgumentException("'%s' is none of %s".formatted(name, Set.of(names)));
      }
    }
    return members;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /// @throws IllegalArgumentException when it is missing
  Value value(String name) {
    Value value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("'%s' is missing in %s".formatted(name, fields));
    }
    return value;
  }

  /// @throws IllegalArgumentException when it is no text
  String text(String name) {
    if (value(name) instanceof Value.Text(String text)) {
      return text;
    }
    throw new IllegalArgumentException("'%s' is no text in %s".formatted(name, fields));
  }

  /// A list; empty when it is missing.
  List<Value> items(String name) {
    return has(name) ? items(value(name)) : List.of();
  }

  /// An object's members; none when it is missing.
  Map<String, Value> fields(String name) {
    return has(name) ? fields(value(name)) : Map.of();
  }

  /// @throws IllegalArgumentException when it is no list
  static List<Value> items(Value value) {
    if (value instanceof Value.Items(List<Value> values)) {
      return values;
    }
    throw new IllegalArgumentException(value + " is no list");
  }

  /// @throws IllegalArgumentException when it is no object
  static Map<String, Value> fields(Value value) {
    if (value instanceof Value.Structure(Map<String, Value> fields)) {
      return fields;
    }
    throw new IllegalArgumentException(value + " is no object");
  }
}
