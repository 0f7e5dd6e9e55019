package featureflags.chassis;

import java.util.ArrayList;
import java.util.List;

/// One method on one template of paths, and what answers it.
///
/// @param method in upper case, such as `GET`
/// @param template `/` or segments such as `/flags/{key}`; a whole segment or nothing is a
///   parameter
/// @param work what answers, and where it runs
public record Route(String method, String template, Work work) {
  /// What answers, and where it runs.
  public sealed interface Work {
    /// On the event loop that read the request: the handler must not block, not even on a lock.
    record OnLoop(Handler handler) implements Work {}

    /// On the event loop too; the answer may come later.
    record Later(LaterHandler handler) implements Work {}

    /// On a virtual thread of its own: the handler may block.
    record Blocking(Handler handler) implements Work {}

    /// On a virtual thread of its own, from the moment the request's head is there.
    ///
    /// @param maxBytes the largest body; a larger one is a 413
    record Streaming(long maxBytes, StreamHandler handler) implements Work {
      public Streaming {
        if (maxBytes < 1) {
          throw new IllegalArgumentException("maxBytes is %d".formatted(maxBytes));
        }
      }
    }
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
    return new Route(method, joined, work);
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
