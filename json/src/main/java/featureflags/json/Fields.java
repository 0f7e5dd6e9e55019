package featureflags.json;

import featureflags.engine.Key;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// The fields of one object of a document, each read by name and type. What is wrong is noted and a
/// harmless stand-in returned, so that reading goes on and finds the rest.
///
/// A field that is null counts as absent.
final class Fields {
  private static final Value.Items NO_ITEMS = new Value.Items(List.of());
  private static final Value.Structure NO_FIELDS = new Value.Structure(Map.of());

  private final Map<String, Value> fields;
  private final String pointer;
  private final Violations violations;
  private final Set<String> asked = new HashSet<>();

  private Fields(Map<String, Value> fields, String pointer, Violations violations) {
    this.fields = fields;
    this.pointer = pointer;
    this.violations = violations;
  }

  static Fields of(Value value, String pointer, Violations violations) {
    if (value instanceof Value.Structure(Map<String, Value> fields)) {
      return new Fields(fields, pointer, violations);
    }
    violations.add(pointer, "must be an object, not " + kind(value));
    return new Fields(Map.of(), pointer, violations.muted());
  }

  boolean has(String name) {
    asked.add(name);
    return fields.containsKey(name) && !(fields.get(name) instanceof Value.Nothing);
  }

  /// Whether the field is there, be it null: for the few places where null says something.
  boolean given(String name) {
    asked.add(name);
    return fields.containsKey(name);
  }

  /// The field's value; [Value.Nothing] when it is absent.
  Value value(String name) {
    asked.add(name);
    return fields.getOrDefault(name, new Value.Nothing());
  }

  String text(String name, String otherwise, int maxLength) {
    return switch (value(name)) {
      case Value.Nothing() -> otherwise;
      case Value.Text(String text) when text.length() <= maxLength -> text;
      case Value.Text(String text) ->
          wrong(
              name,
              "has %d characters; at most %d are allowed".formatted(text.length(), maxLength),
              otherwise);
      case Value other -> wrong(name, "must be a text, not " + kind(other), otherwise);
    };
  }

  String requiredText(String name, int maxLength) {
    if (!has(name)) {
      return wrong(name, "is missing", "");
    }
    return text(name, "", maxLength);
  }

  /// A text that must be a key.
  String requiredKey(String name) {
    String key = requiredText(name, Integer.MAX_VALUE);
    return Key.valid(key) || !(value(name) instanceof Value.Text)
        ? key
        : wrong(name, "'%s' is not a key; %s".formatted(key, Texts.KEY_RULE), key);
  }

  boolean bool(String name, boolean otherwise) {
    return switch (value(name)) {
      case Value.Nothing() -> otherwise;
      case Value.Bool(boolean bool) -> bool;
      case Value other -> wrong(name, "must be true or false, not " + kind(other), otherwise);
    };
  }

  int integer(String name, int otherwise) {
    return switch (value(name)) {
      case Value.Nothing() -> otherwise;
      case Value.Whole(long number) when number == (int) number -> (int) number;
      case Value.Whole(long number) ->
          wrong(name, "%d is out of range".formatted(number), otherwise);
      case Value other -> wrong(name, "must be a whole number, not " + kind(other), otherwise);
    };
  }

  /// Each element of a list with its pointer; nothing when the field is absent.
  void each(String name, int maxSize, BiConsumer<Value, String> reader) {
    switch (value(name)) {
      case Value.Nothing() -> {}
      case Value.Items(List<Value> values) when values.size() <= maxSize -> {
        for (int i = 0; i < values.size(); i++) {
          reader.accept(values.get(i), Violations.at(at(name), i));
        }
      }
      case Value.Items(List<Value> values) ->
          wrong(
              name,
              "has %d elements; at most %d are allowed".formatted(values.size(), maxSize),
              "");
      case Value other -> wrong(name, "must be a list, not " + kind(other), "");
    }
  }

  /// The elements of a list; none when the field is absent.
  List<Value> items(String name) {
    return switch (value(name)) {
      case Value.Nothing() -> List.of();
      case Value.Items(List<Value> values) -> values;
      case Value other -> wrong(name, "must be a list, not " + kind(other), List.of());
    };
  }

  /// A list that must be there, as it is.
  Value.Items requiredItems(String name) {
    if (value(name) instanceof Value.Items items) {
      return items;
    }
    return has(name) ? new Value.Items(items(name)) : wrong(name, "is missing", NO_ITEMS);
  }

  /// An object that must be there, as it is.
  Value.Structure requiredStructure(String name) {
    return switch (value(name)) {
      case Value.Structure structure -> structure;
      case Value.Nothing() -> wrong(name, "is missing", NO_FIELDS);
      case Value other -> wrong(name, "must be an object, not " + kind(other), NO_FIELDS);
    };
  }

  /// A list of keys, each once.
  List<String> keys(String name, int maxSize) {
    var keys = new LinkedHashSet<String>();
    each(
        name,
        maxSize,
        (value, place) -> {
          if (!(value instanceof Value.Text(String key)) || !Key.valid(key)) {
            violations.add(place, "must be a key; " + Texts.KEY_RULE);
          } else if (!keys.add(key)) {
            violations.add(place, "'%s' is there twice".formatted(key));
          }
        });
    return List.copyOf(keys);
  }

  List<String> texts(String name, int maxSize, int maxLength) {
    var texts = new ArrayList<String>();
    each(
        name,
        maxSize,
        (value, place) -> {
          if (value instanceof Value.Text(String text) && text.length() <= maxLength) {
            texts.add(text);
          } else {
            violations.add(place, "must be a text of at most %d characters".formatted(maxLength));
          }
        });
    return texts;
  }

  /// Notes what is wrong with a field.
  <T> T wrong(String name, String message, T standIn) {
    violations.add(at(name), message);
    return standIn;
  }

  String at(String name) {
    return Violations.at(pointer, name);
  }

  String pointer() {
    return pointer;
  }

  Violations violations() {
    return violations;
  }

  /// Lets every other field pass, for an object that is known to be wrong as a whole.
  <T> T ignored(T standIn) {
    asked.addAll(fields.keySet());
    return standIn;
  }

  /// Notes every field that nobody asked for.
  void refuseOthers() {
    for (String name : fields.keySet()) {
      if (!asked.contains(name)) {
        violations.add(at(name), "is no field here" + Suggestion.of(name, asked));
      }
    }
  }

  static String kind(Value value) {
    return switch (value) {
      case Value.Text _ -> "a text";
      case Value.Whole(long number) -> "the number " + number;
      case Value.Decimal(double number) -> "the number " + number;
      case Value.Bool(boolean bool) -> Boolean.toString(bool);
      case Value.Items _ -> "a list";
      case Value.Structure _ -> "an object";
      case Value.Nothing _ -> "null";
    };
  }
}
