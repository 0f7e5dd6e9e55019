package featureflags.chassis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parameters behind the `?` of a request target, decoded, in their order.
public final class Query {
  private static final Query NONE = new Query(Map.of());

  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /// @param text what stands behind the `?`; empty when nothing does
  /// @throws Refusal when it is not percent-encoded UTF-8
  static Query parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values
            .computeIfAbsent(Percent.decode(name, true), _ -> new ArrayList<>())
            .add(Percent.decode(value, true));
      }
    }
    return new Query(values);
  }

  /// The first value of a parameter; empty text when it stands there without `=`.
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /// Every value of a parameter.
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /// Every parameter that is there, in the order of first appearance.
  public Set<String> names() {
    return values.keySet();
  }
}
