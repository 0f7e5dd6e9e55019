package featureflags.chassis;

import java.util.ArrayList;
import java.util.List;

/// One method on one template of paths, and what answers it.
///
/// @param method in upper case, such as `GET`
/// @param template `/` or segments such as `/flags/{key}`; a whole segment or nothing is a
///   parameter
/// @param runs where the handler runs
/// @param handler what answers
public record Route(String method, String template, Runs runs, Handler handler) {
  /// Where a handler runs.
  public enum Runs {
    /// On the event loop that read the request: the handler must not block, not even on a lock.
    ON_LOOP,
    /// On a virtual thread of its own: the handler may block.
    BLOCKING
  }

  public Route {
    if (method.isEmpty() || !method.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      throw new IllegalArgumentException("'%s' is not a method".formatted(method));
    }
    if (!template.startsWith("/") || (template.length() > 1 && template.endsWith("/"))) {
      throw new IllegalArgumentException(
          "template '%s' must begin with / and not end with it".formatted(template));
    }
    List<String> names = parameters(template);
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "template '%s' names a parameter twice".formatted(template));
    }
  }

  /// The names of the template's parameters, in their order.
  List<String> parameters() {
    return parameters(template);
  }

  List<String> segments() {
    return segments(template);
  }

  Route under(String prefix) {
    String joined = prefix + (template.equals("/") && !prefix.isEmpty() ? "" : template);
    return new Route(method, joined, runs, handler);
  }

  static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static List<String> segments(String template) {
    return template.equals("/") ? List.of() : List.of(template.substring(1).split("/", -1));
  }

  private static List<String> parameters(String template) {
    List<String> names = new ArrayList<>();
    for (String segment : segments(template)) {
      boolean braced = segment.startsWith("{") && segment.endsWith("}") && segment.length() > 2;
      String bare = braced ? segment.substring(1, segment.length() - 1) : segment;
      if (bare.isEmpty() || bare.chars().anyMatch(c -> "{}?#%".indexOf(c) >= 0)) {
        throw new IllegalArgumentException(
            "template '%s' has the segment '%s'".formatted(template, segment));
      }
      if (braced) {
        names.add(bare);
      }
    }
    return List.copyOf(names);
  }
}
