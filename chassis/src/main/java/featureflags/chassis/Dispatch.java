package featureflags.chassis;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/// Takes requests to the handlers of their routes, each to the thread on which it may run.
final class Dispatch {
  private final Loop loop;

  Dispatch(Loop loop) {
    this.loop = loop;
  }

  /// Has a request answered: now, or when the handler has done with it.
  ///
  /// @throws Refusal when it is not going to be served, and whatever a handler on the loop throws
  void handle(Exchange exchange, Request request, Match match) {
    if (match instanceof Match.Found(Route route, var names, var values)) {
      switch (route.work()) {
        case Route.Work.OnLoop _ -> exchange.send(Routes.answer(request, match));
        case Route.Work.Later(var handler) ->
            await(exchange, request, handler.handle(request.matched(names, values)));
        case Route.Work.Blocking _ -> start(exchange, request, () -> Routes.answer(request, match));
        case Route.Work.Streaming(_, var handler) ->
            start(
                exchange,
                request,
                () -> handler.handle(request.matched(names, values), exchange.body()));
      }
    } else {
      exchange.send(Routes.answer(request, match));
    }
  }

  private void await(Exchange exchange, Request request, CompletionStage<Response> later) {
    if (later.toCompletableFuture().isDone()) {
      exchange.send(Routes.joined(later));
      return;
    }
    exchange.working();
    later.whenComplete((response, failure) ->
        back(
            exchange,
            failure == null
                ? response
                : loop.service.routes.failed(Routes.unwrapped(failure), request)));
  }

  /// Goes on with an answer that another thread has brought.
  private void back(Exchange exchange, Response response) {
    try {
      loop.execute(() -> exchange.ended(new Outcome.Answered(response)));
    } catch (StreamCut _) {
      loop.service.requests.down();
    }
  }

  private void start(Exchange exchange, Request request, Callable<Response> handler) {
    if (!loop.service.blocking.tryAcquire()) {
      throw Refusal.unavailable("Too many requests are being handled.", Duration.ofSeconds(1));
    }
    exchange.working();
    Thread.ofVirtual().start(new Errand(loop, exchange, request, exchange.isBodiless(), handler));
  }
}
