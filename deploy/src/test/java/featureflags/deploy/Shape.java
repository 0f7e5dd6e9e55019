package featureflags.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a YAML node must look like.
sealed interface Shape {

  /// Nothing: a key without a value.
  record Blank() implements Shape {}

  /// A text that matches the pattern as a whole.
  record Text(Pattern pattern) implements Shape {}

  /// A whole number of at least `least`.
  record Whole(int least) implements Shape {}

  /// `true` or `false`.
  record Truth() implements Shape {}

  /// A list that is not empty.
  record Items(Shape item) implements Shape {}

  /// A map with keys of the author's own choice.
  record Names(Pattern key, Shape value) implements Shape {}

  /// A map with these keys and no other.
  record Fields(Map<String, Shape> required, Map<String, Shape> optional) implements Shape {
    public Fields {
      required = Map.copyOf(required);
      optional = Map.copyOf(optional);
    }

    Fields with(String key, Shape shape) {
      var more = new LinkedHashMap<>(required);
      more.put(key, shape);
      return new Fields(more, optional);
    }

    Fields maybe(String key, Shape shape) {
      var more = new LinkedHashMap<>(optional);
      more.put(key, shape);
      return new Fields(required, more);
    }
  }

  /// One of several shapes.
  record Either(List<Shape> shapes) implements Shape {
    public Either {
      shapes = List.copyOf(shapes);
    }
  }

  static Shape text(String pattern) {
    return new Text(Pattern.compile(pattern));
  }

  static Shape text() {
    return text("(?s).+");
  }

  static Shape names(String key, Shape value) {
    return new Names(Pattern.compile(key), value);
  }

  static Shape either(Shape... shapes) {
    return new Either(List.of(shapes));
  }

  static Fields fields() {
    return new Fields(Map.of(), Map.of());
  }

  /// Everything about a node that is not of this shape, each with its place; empty when it fits.
  default List<String> problems(Object node) {
    return problems("", node).toList();
  }

  private Stream<String> problems(String place, Object node) {
    return switch (this) {
      case Blank() -> node == null ? Stream.empty() : wrong(place, node, "nothing");
      case Text(var pattern) ->
          node instanceof String text && pattern.matcher(text).matches()
              ? Stream.empty()
              : wrong(place, node, "a text like " + pattern);
      case Whole(var least) ->
          node instanceof Integer number && number >= least
              ? Stream.empty()
              : wrong(place, node, "a whole number from " + least);
      case Truth() ->
          node instanceof Boolean ? Stream.empty() : wrong(place, node, "a truth value");
      case Items(var item) ->
          node instanceof List<?> list && !list.isEmpty()
              ? IntStream.range(0, list.size())
                  .boxed()
                  .flatMap(i -> item.problems(place + "/" + i, list.get(i)))
              : wrong(place, node, "a list");
      case Names(var key, var value) ->
          node instanceof Map<?, ?> map
              ? map.entrySet().stream()
                  .flatMap(entry ->
                      entry.getKey() instanceof String name && key.matcher(name).matches()
                          ? value.problems(place + "/" + name, entry.getValue())
                          : wrong(place, entry.getKey(), "a key like " + key))
              : wrong(place, node, "a map");
      case Fields fields ->
          node instanceof Map<?, ?> map
              ? problems(place, fields, map)
              : wrong(place, node, "a map");
      case Either(var shapes) -> {
        var found = shapes.stream().map(shape -> shape.problems(place, node).toList()).toList();
        yield found.stream().anyMatch(List::isEmpty)
            ? Stream.empty()
            : found.stream().flatMap(List::stream);
      }
    };
  }

  private static Stream<String> problems(String place, Fields fields, Map<?, ?> map) {
    var missing =
        fields.required().keySet().stream()
            .filter(key -> !map.containsKey(key))
            .map(key -> "%s/%s: missing".formatted(place, key));
    var present =
        map.entrySet().stream()
            .flatMap(entry -> {
              var below = place + "/" + entry.getKey();
              return Stream.of(fields.required(), fields.optional())
                  .filter(known -> known.containsKey(entry.getKey()))
                  .map(known -> known.get(entry.getKey()))
                  .findFirst()
                  .map(shape -> shape.problems(below, entry.getValue()))
                  .orElseGet(() -> Stream.of(below + ": unknown"));
            });
    return Stream.concat(missing, present);
  }

  private static Stream<String> wrong(String place, Object node, String wanted) {
    return Stream.of("%s: '%s' is not %s".formatted(place, node, wanted));
  }
}
