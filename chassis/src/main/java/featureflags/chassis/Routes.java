package featureflags.chassis;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// An immutable table of what a server answers.
///
/// Templates are made of segments; `{name}` stands for any one segment that is not empty. A literal
/// segment wins over a parameter, a slash at the end makes another path, `HEAD` is answered by
/// `GET` without its body, `OPTIONS` tells the methods unless a route of its own answers it.
public final class Routes {
  private final List<Route> routes;
  private final List<Shaped> shapes;
  private final RouteTree tree;
  private final boolean streams;

  /// The failures of the paths below a template.
  private record Shaped(String template, PathPrefix prefix, FailureShape shape) {
    Shaped(String template, FailureShape shape) {
      this(template, PathPrefix.of(template), shape);
    }
  }

  private Routes(List<Route> routes, List<Shaped> shapes) {
    this.routes = List.copyOf(routes);
    this.shapes = List.copyOf(shapes);
    this.tree = new RouteTree(this.routes);
    this.streams =
        this.routes.stream().anyMatch(route -> route.work() instanceof Route.Work.Streaming);
  }

  /// An empty table to fill.
  public static Builder builder() {
    return new Builder();
  }

  /// A table of routes in the making.
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();
    private final List<Shaped> shapes = new ArrayList<>();

    private Builder() {}

    /// A route whose handler runs on the event loop and so must never block.
    public Builder onLoop(String method, String template, Handler handler) {
      routes.add(new Route(method, template, new Route.Work.OnLoop(handler)));
      return this;
    }

    /// A route whose handler runs on the event loop, must never block, and may answer later.
    public Builder later(String method, String template, LaterHandler handler) {
      routes.add(new Route(method, template, new Route.Work.Later(handler)));
      return this;
    }

    /// A route whose handler runs on a virtual thread of its own and so may block.
    public Builder blocking(String method, String template, Handler handler) {
      routes.add(new Route(method, template, new Route.Work.Blocking(handler)));
      return this;
    }

    /// A route whose handler runs on a virtual thread of its own as soon as the request's head is
    /// there, and reads the body as it arrives; the body is never in memory as a whole.
    ///
    /// A client has to keep moving while the handler waits for it: it may pause no longer than the
    /// patience `request`, and in all let wait that long and a second more for every 64 KiB; beyond
    /// that 408. The same is asked of those who read a streamed answer, whatever the route. A
    /// client that waits for leave to send gets it when the handler first reads.
    ///
    /// @param maxBytes the largest body, whatever the limit of the server; a larger one is a 413
    public Builder streaming(String method, String template, long maxBytes, StreamHandler handler) {
      routes.add(new Route(method, template, new Route.Work.Streaming(maxBytes, handler)));
      return this;
    }

    /// How failures are told at and below a path, also of requests that no route answers; the first
    /// that was added for a path counts.
    public Builder failing(String template, FailureShape shape) {
      shapes.add(new Shaped(template, shape));
      return this;
    }

    /// All of these routes as they are.
    public Builder add(Routes more) {
      return mount("", more);
    }

    /// All of these routes behind a prefix such as `/projects/{project}`.
    public Builder mount(String prefix, Routes more) {
      more.routes.forEach(route -> routes.add(route.under(prefix)));
      more.shapes.forEach(each -> failing(prefix + each.template(), each.shape()));
      return this;
    }

    /// The table.
    ///
    /// @throws IllegalArgumentException when two routes answer the same
    public Routes build() {
      return new Routes(routes, shapes);
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
      return failed(e, request);
    }
  }

  /// The answer to a request that failed: a problem document (see [Problems]), unless failures are
  /// told otherwise at its path.
  Response failed(Throwable failure, Request request) {
    for (Shaped each : shapes) {
      if (each.prefix().begins(request.path())) {
        return each.shape().answer(failure, request.bodiless());
      }
    }
    return Problems.answer(failure, request.requestId());
  }

  /// @throws Refusal when the path is not percent-encoded UTF-8
  Match find(String method, String path) {
    return tree.find(method, path);
  }

  /// Whether any route has to be known before the body arrives.
  boolean haveStreams() {
    return streams;
  }

  /// The answer of what was found.
  static Response answer(Request request, Match match) {
    return switch (match) {
      case Match.Found(var route, var names, var values) ->
          answer(route, request.matched(names, values));
      case Match.OtherMethods(var allowed) -> otherMethods(request.method(), allowed);
      case Match.Nothing() -> throw Refusal.notFound("such path");
    };
  }

  private static Response answer(Route route, Request request) {
    return switch (route.work()) {
      case Route.Work.OnLoop(var handler) -> whole(route, handler.handle(request));
      case Route.Work.Later(var handler) -> whole(route, joined(handler.handle(request)));
      case Route.Work.Blocking(var handler) -> handler.handle(request);
      case Route.Work.Streaming(var maxBytes, var handler) -> gathered(request, maxBytes, handler);
    };
  }

  private static Response whole(Route route, Response response) {
    if (response.writer().isPresent()) {
      throw new IllegalStateException(
          "%s %s runs on the loop and so cannot stream its answer"
              .formatted(route.method(), route.template()));
    }
    return response;
  }

  /// The answer, once it is there.
  static Response joined(CompletionStage<Response> later) {
    try {
      return later.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  /// What ended a stage, as its handler threw it.
  static RuntimeException unwrapped(Throwable failure) {
    return switch (failure) {
      case CompletionException e when e.getCause() != null -> unwrapped(e.getCause());
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(failure);
    };
  }

  private static Response gathered(Request request, long maxBytes, StreamHandler handler) {
    if (request.body().length > maxBytes) {
      throw Refusal.payloadTooLarge(maxBytes);
    }
    try {
      return handler.handle(request.bodiless(), new ByteArrayInputStream(request.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response otherMethods(String method, String allowed) {
    if (method.equals("OPTIONS")) {
      return Response.noContent().with("Allow", allowed);
    }
    throw Refusal.methodNotAllowed(method, allowed);
  }
}
