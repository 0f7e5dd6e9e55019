package featureflags.chassis;

import java.util.ArrayList;
import java.util.List;

/// An immutable table of what a server answers.
///
/// Templates are made of segments; `{name}` stands for any one segment that is not empty. A literal
/// segment wins over a parameter, a slash at the end makes another path, `HEAD` is answered by
/// `GET` without its body, `OPTIONS` tells the methods unless a route of its own answers it.
public final class Routes {
  private final List<Route> routes;
  private final RouteTree tree;

  private Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
    this.tree = new RouteTree(this.routes);
  }

  /// An empty table to fill.
  public static Builder builder() {
    return new Builder();
  }

  /// A table of routes in the making.
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();

    private Builder() {}

    /// A route whose handler runs on the event loop and so must never block.
    public Builder onLoop(String method, String template, Handler handler) {
      routes.add(new Route(method, template, Route.Runs.ON_LOOP, handler));
      return this;
    }

    /// A route whose handler runs on a virtual thread of its own and so may block.
    public Builder blocking(String method, String template, Handler handler) {
      routes.add(new Route(method, template, Route.Runs.BLOCKING, handler));
      return this;
    }

    /// All of these routes as they are.
    public Builder add(Routes more) {
      return mount("", more);
    }

    /// All of these routes behind a prefix such as `/projects/{project}`.
    public Builder mount(String prefix, Routes more) {
      more.routes.forEach(route -> routes.add(route.under(prefix)));
      return this;
    }

    /// The table.
    ///
    /// @throws IllegalArgumentException when two routes answer the same
    public Routes build() {
      return new Routes(routes);
    }
  }

  /// Every route, in the order in which they were added.
  public List<Route> list() {
    return routes;
  }

  /// The answer to a request on this thread and through no socket, problems included. What the
  /// server does to every answer (request id, `HEAD` without body) is not done to it.
  public Response answer(Request request) {
    try {
      return ScopedValue.where(RequestId.CURRENT, request.requestId())
          .call(() -> answer(request, find(request.method(), request.path())));
    } catch (RuntimeException | Error e) {
      return Problems.answer(e, request.requestId());
    }
  }

  /// @throws Refusal when the path is not percent-encoded UTF-8
  Match find(String method, String path) {
    return tree.find(method, path);
  }

  /// The answer of what was found.
  static Response answer(Request request, Match match) {
    return switch (match) {
      case Match.Found(var route, var names, var values) ->
          route.handler().handle(request.matched(names, values));
      case Match.OtherMethods(var allowed) -> otherMethods(request.method(), allowed);
      case Match.Nothing() -> throw Refusal.notFound("such path");
    };
  }

  private static Response otherMethods(String method, String allowed) {
    if (method.equals("OPTIONS")) {
      return Response.noContent().with("Allow", allowed);
    }
    throw Refusal.methodNotAllowed(method, allowed);
  }
}
