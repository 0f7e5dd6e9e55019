package featureflags.testkit;

import featureflags.engine.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plain Java objects as values: `value("eu")`, `value(5)`, `value(List.of("a", 1.5))`.
public final class Values {
  private Values() {}

  /// The value of a text, number, boolean, list or map; a [Value] stays what it is.
  ///
  /// @throws IllegalArgumentException when the object is of any other type
  public static Value value(Object object) {
    return switch (object) {
      case Value value -> value;
      case String text -> new Value.Text(text);
      case Boolean bool -> new Value.Bool(bool);
      case Integer number -> new Value.Whole(number);
      case Long number -> new Value.Whole(number);
      case Double number -> new Value.Decimal(number);
      case List<?> list -> new Value.Items(list.stream().map(Values::value).toList());
      case Map<?, ?> map -> structure(map);
      default -> throw new IllegalArgumentException("%s is no value".formatted(object));
    };
  }

  /// The values of several objects.
  public static List<Value> several(Object... objects) {
    return Arrays.stream(objects).map(Values::value).toList();
  }

  /// JSON's null.
  public static Value nothing() {
    return new Value.Nothing();
  }

  private static Value structure(Map<?, ?> map) {
    var fields = new LinkedHashMap<String, Value>();
    map.forEach((name, object) -> fields.put(String.valueOf(name), value(object)));
    return new Value.Structure(fields);
  }
}
