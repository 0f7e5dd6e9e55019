package featureflags.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plain Java objects as values and contexts, to write tests with.
final class Literals {
  private Literals() {}

  static Value value(Object object) {
    return switch (object) {
      case Value value -> value;
      case String text -> new Value.Text(text);
      case Boolean bool -> new Value.Bool(bool);
      case Integer number -> new Value.Whole(number);
      case Long number -> new Value.Whole(number);
      case Double number -> new Value.Decimal(number);
      case List<?> list -> new Value.Items(list.stream().map(Literals::value).toList());
      case Map<?, ?> map -> new Value.Structure(fields(map));
      default -> throw new IllegalArgumentException("%s is no value".formatted(object));
    };
  }

  static List<Value> scalars(Object... objects) {
    return Arrays.stream(objects).map(Literals::value).toList();
  }

  static Context context(Map<String, ?> attributes) {
    return Context.of(fields(attributes));
  }

  static Value nothing() {
    return new Value.Nothing();
  }

  private static Map<String, Value> fields(Map<?, ?> map) {
    var fields = new LinkedHashMap<String, Value>();
    map.forEach((name, object) -> fields.put(String.valueOf(name), value(object)));
    return fields;
  }
}
