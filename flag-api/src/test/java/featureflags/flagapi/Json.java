package featureflags.flagapi;

import featureflags.engine.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON as plain Java, to compare with: `null` is an empty `Optional`.
final class Json {
  private Json() {}

  static Object at(Value document, String pointer) {
    return find(document, pointer)
        .map(Json::plain)
        .orElseThrow(
            () -> new AssertionError("nothing at '%s' of %s".formatted(pointer, plain(document))));
  }

  static boolean has(Value document, String pointer) {
    return find(document, pointer).isPresent();
  }

  private static Optional<Value> find(Value document, String pointer) {
    Optional<Value> place = Optional.of(document);
    if (pointer.isEmpty()) {
      return place;
    }
    for (String step : pointer.substring(1).split("/", -1)) {
      place = place.flatMap(value -> step(value, step.replace("~1", "/").replace("~0", "~")));
    }
    return place;
  }

  private static Optional<Value> step(Value value, String step) {
    return switch (value) {
      case Value.Structure(var fields) -> Optional.ofNullable(fields.get(step));
      case Value.Items(var items) -> items.stream().skip(Integer.parseInt(step)).findFirst();
      case Value _ -> Optional.empty();
    };
  }

  private static Object plain(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Whole(long number) -> number;
      case Value.Decimal(double number) -> number;
      case Value.Bool(boolean bool) -> bool;
      case Value.Nothing() -> Optional.empty();
      case Value.Items(List<Value> items) -> items.stream().map(Json::plain).toList();
      case Value.Structure(Map<String, Value> fields) -> {
        var plain = new LinkedHashMap<String, Object>();
        fields.forEach((name, each) -> plain.put(name, plain(each)));
        yield plain;
      }
    };
  }
}
