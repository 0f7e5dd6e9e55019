package featureflags.deploy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Walks a parsed YAML tree by path. `*` stands for every element of a list, or every value of a
/// map.
final class Place {
  private Place() {}

  /// Every node at the path below the root; none when the path leads nowhere.
  static Stream<Object> all(Object root, String... path) {
    var nodes = Stream.of(root);
    for (var step : path) {
      nodes = nodes.flatMap(node -> below(node, step));
    }
    return nodes;
  }

  /// The texts at the path below the root.
  static List<String> texts(Object root, String... path) {
    return all(root, path).map(String::valueOf).toList();
  }

  /// The one text at the path below the root.
  static String text(Object root, String... path) {
    var texts = texts(root, path);
    if (texts.size() != 1) {
      throw new IllegalArgumentException(
          "%d values at %s".formatted(texts.size(), String.join("/", path)));
    }
    return texts.getFirst();
  }

  private static Stream<Object> below(Object node, String step) {
    return switch (node) {
      case List<?> list when step.equals("*") -> list.stream().map(Object.class::cast);
      case Map<?, ?> map when step.equals("*") -> map.values().stream().map(Object.class::cast);
      case Map<?, ?> map when map.get(step) != null -> Stream.of((Object) map.get(step));
      default -> Stream.empty();
    };
  }
}
