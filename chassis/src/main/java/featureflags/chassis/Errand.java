package featureflags.chassis;

import java.util.Optional;
import java.util.concurrent.Callable;

/// A handler at work on a thread of its own, the writing of a streamed answer included.
final class Errand implements Runnable {
  private static final Log LOG = Log.of(Errand.class);

  private final Loop loop;
  private final Exchange exchange;
  private final Request request;
  private final boolean bodiless;
  private final Callable<Response> handler;

  /// @param request what is answered
  /// @param bodiless whether nobody wants the answer's body
  /// @param handler for whose work there is a permit
  Errand(
      Loop loop, Exchange exchange, Request request, boolean bodiless, Callable<Response> handler) {
    this.loop = loop;
    this.exchange = exchange;
    this.request = request;
    this.bodiless = bodiless;
    this.handler = handler;
  }

  @Override
  public void run() {
    Outcome outcome;
    try {
      outcome = ScopedValue.where(RequestId.CURRENT, request.requestId()).call(this::outcome);
    } finally {
      loop.service.blocking.release();
    }
    try {
      loop.execute(() -> exchange.ended(outcome));
    } catch (StreamCut _) {
      loop.service.requests.down();
    }
  }

  private Outcome outcome() {
    try {
      Response response = handler.call();
      Optional<BodyWriter> writer = response.writer();
      return writer.isEmpty() || bodiless
          ? new Outcome.Answered(response)
          : write(writer.get(), response);
    } catch (Throwable t) {
      return failed(t);
    }
  }

  private Outcome write(BodyWriter writer, Response response) throws StreamCut {
    Outflow body =
        new Outflow(
            loop.config.patience().request(), part -> loop.execute(() -> exchange.part(part)));
    loop.execute(() -> exchange.opened(response, body));
    try {
      writer.write(body);
      body.finish();
      return new Outcome.Streamed(response.status());
    } catch (Throwable t) {
      if (!body.hasBegun() || StreamCut.isBehind(t)) {
        return failed(t);
      }
      LOG.error("answer-cut", t, "request", request.requestId());
      return new Outcome.Cut();
    }
  }

  private Outcome failed(Throwable failure) {
    return StreamCut.isBehind(failure)
        ? new Outcome.Cut()
        : new Outcome.Answered(loop.service.routes.failed(failure, request));
  }
}
