package featureflags.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A copy of a YAML tree with one error planted at one place.
record Planted(String place, Map<String, Object> tree) {

  /// What stands at a place instead of the node there, if anything is to be planted there.
  @FunctionalInterface
  interface Mistake {
    Optional<Object> insteadOf(String key, Object node);
  }

  /// One copy for each place of the tree where the error can be planted.
  static List<Planted> everywhere(Map<String, Object> tree, Mistake mistake) {
    var copies = new ArrayList<Planted>();
    plant("", "", tree, mistake, UnaryOperator.identity(), copies);
    return copies;
  }

  private static void plant(
      String place,
      String key,
      Object node,
      Mistake mistake,
      UnaryOperator<Object> around,
      List<Planted> copies) {
    mistake
        .insteadOf(key, node)
        .map(around)
        .ifPresent(tree -> copies.add(new Planted(place, Yaml.map(tree))));
    switch (node) {
      case Map<?, ?> map ->
          Yaml.map(map)
              .forEach((below, child) ->
                  plant(
                      place + "/" + below,
                      below,
                      child,
                      mistake,
                      bad -> around.apply(with(Yaml.map(map), below, bad)),
                      copies));
      case List<?> list -> {
        for (var i = 0; i < list.size(); i++) {
          var index = i;
          plant(
              place + "/" + i,
              key,
              list.get(i),
              mistake,
              bad -> around.apply(with(list, index, bad)),
              copies);
        }
      }
      case null, default -> {}
    }
  }

  /// The map with one more, or one other, entry.
  static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    var copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  private static List<Object> with(List<?> list, int index, Object value) {
    var copy = new ArrayList<Object>(list);
    copy.set(index, value);
    return copy;
  }
}
