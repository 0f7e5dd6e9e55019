package featureflags.json;

import featureflags.engine.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// An object that is put together of what several places of a document say, and remembers for each
/// field which one it was.
final class Patchwork {
  private final Map<String, Value> fields;
  private final Map<String, Source> sources = new HashMap<>();
  private Source last;

  /// Where something was written.
  ///
  /// @param pointer into the document that was sent
  /// @param exact whether what stands there is the very value; otherwise it is what led to it
  record Source(String pointer, boolean exact) {
    static Source exactly(String pointer) {
      return new Source(pointer, true);
    }

    static Source ledTo(String pointer) {
      return new Source(pointer, false);
    }

    /// What is wrong, as told to those who wrote the document.
    Violation told(Violation violation, String rest) {
      return exact
          ? new Violation(pointer + rest, violation.message())
          : new Violation(
              pointer,
              "the flag that comes of it is refused at %s: %s"
                  .formatted(violation.pointer(), violation.message()));
    }
  }

  /// @param source what is told of the fields that it begins with, and of those it lacks
  Patchwork(Value.Structure start, Source source) {
    this.fields = new LinkedHashMap<>(start.fields());
    this.last = source;
    fields.keySet().forEach(name -> sources.put(name, within(source, name)));
  }

  void put(String name, Value value, Source source) {
    fields.put(name, value);
    sources.put(name, source);
  }

  /// Puts every field of an object that stands at a place; those that are missing afterwards are
  /// missing there.
  void putAll(Value.Structure changes, String pointer) {
    last = Source.exactly(pointer);
    changes.fields().forEach((name, value) -> put(name, value, within(last, name)));
  }

  void remove(String name) {
    fields.remove(name);
    sources.remove(name);
  }

  /// The field's value; [Value.Nothing] when it is absent.
  Value value(String name) {
    return fields.getOrDefault(name, new Value.Nothing());
  }

  Value.Structure build() {
    return new Value.Structure(fields);
  }

  /// What is wrong at a place of this object, as told to those who wrote the document.
  ///
  /// @param place a pointer that starts from this object
  Violation told(Violation violation, String place) {
    for (Map.Entry<String, Source> field : sources.entrySet()) {
      String at = Violations.at("", field.getKey());
      if (place.equals(at) || place.startsWith(at + "/")) {
        return field.getValue().told(violation, place.substring(at.length()));
      }
    }
    return last.told(violation, place);
  }

  private static Source within(Source source, String name) {
    return source.exact() ? Source.exactly(Violations.at(source.pointer(), name)) : source;
  }
}
