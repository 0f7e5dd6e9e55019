package featureflags.chassis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Routes by the segments of their templates; at each place a literal segment is tried before a
/// parameter.
final class RouteTree {
  private static final Match NOTHING = new Match.Nothing();

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<String, Leaf> leaves = new HashMap<>();
    @Nullable Node parameter;
    String allowed = "";
  }

  private record Leaf(Route route, List<String> names) {}

  private final Node root = new Node();

  /// The paths without parameters, as they are nearly always written. None of them can mean
  /// anything else: a literal segment is tried first everywhere.
  private final Map<String, Node> literalPaths = new HashMap<>();

  RouteTree(List<Route> routes) {
    routes.forEach(this::add);
  }

  private void add(Route route) {
    Node node = root;
    for (String segment : route.segments()) {
      if (Route.isParameter(segment)) {
        Node next = node.parameter == null ? new Node() : node.parameter;
        node.parameter = next;
        node = next;
      } else {
        node = node.literals.computeIfAbsent(segment, _ -> new Node());
      }
    }
    Leaf known = node.leaves.putIfAbsent(route.method(), new Leaf(route, route.parameters()));
    if (known != null) {
      throw new IllegalArgumentException(
          "%s %s is already routed as %s"
              .formatted(route.method(), route.template(), known.route().template()));
    }
    node.allowed = allowed(node.leaves);
    if (route.parameters().isEmpty()) {
      literalPaths.put(route.template(), node);
    }
  }

  private static String allowed(Map<String, Leaf> leaves) {
    TreeSet<String> methods = new TreeSet<>(leaves.keySet());
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }

  /// @throws Refusal when the path is not percent-encoded UTF-8
  Match find(String method, String path) {
    Node literal = literalPaths.get(path);
    if (literal != null) {
      return at(literal, method, List.of());
    }
    if (path.length() < 2 || !path.startsWith("/")) {
      return NOTHING;
    }
    List<String> values = new ArrayList<>(4);
    Node node = descend(root, path, 1, values);
    return node == null || node.leaves.isEmpty() ? NOTHING : at(node, method, values);
  }

  private static Match at(Node node, String method, List<String> values) {
    Leaf leaf = node.leaves.get(method);
    if (leaf == null && method.equals("HEAD")) {
      leaf = node.leaves.get("GET");
    }
    return leaf == null
        ? new Match.OtherMethods(node.allowed)
        : new Match.Found(leaf.route(), leaf.names(), values);
  }

  private static @Nullable Node descend(Node node, String path, int from, List<String> values) {
    int slash = path.indexOf('/', from);
    int to = slash < 0 ? path.length() : slash;
    if (from == to) {
      return null;
    }
    String segment = Percent.decode(path.substring(from, to), false);
    Node literal = node.literals.get(segment);
    Node found = literal == null ? null : rest(literal, path, slash, values);
    if (found != null || node.parameter == null) {
      return found;
    }
    values.addLast(segment);
    found = rest(node.parameter, path, slash, values);
    if (found == null) {
      values.removeLast();
    }
    return found;
  }

  private static @Nullable Node rest(Node node, String path, int slash, List<String> values) {
    if (slash >= 0) {
      return descend(node, path, slash + 1, values);
    }
    return node.leaves.isEmpty() ? null : node;
  }
}
