package featureflags.chassis;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request and its answer, from the head's arrival to the answer's departure. All of it happens
/// on the loop's thread, but for the handlers that may block.
final class Exchange {
  private enum Phase {
    /// The body is arriving, and the handler wants it whole.
    READING,
    /// The handler could begin, but the client has not read its earlier answers.
    STALLED,
    /// The handler is at work; where the route streams, the body may still be arriving.
    HANDLING,
    /// The answer goes on for as long as the client stays.
    FOLLOWING,
    /// The answer is out and the connection ends; what still arrives is thrown away, because
    /// closing on unread bytes could take the answer from the client.
    LINGERING,
    DONE
  }

  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestId.HEADER);
  private static final Duration LONGEST_LINGER = Duration.ofMillis(500);
  private static final String CLIENT_LEFT = "the client has gone";
  private static final long HTTP2_NO_ERROR = 0;
  private static final long HTTP2_INTERNAL_ERROR = 2;

  private final Loop loop;
  private final Connection connection;
  private final HttpServerRequest request;
  private final String id;
  private final long began = System.nanoTime();
  private final Intake intake;
  private final Reply reply;
  private Phase phase = Phase.READING;
  private long since;
  private boolean working;
  private @Nullable Match match;
  private Optional<Route> route = Optional.empty();
  private Optional<Follower> follower = Optional.empty();

  Exchange(Loop loop, Connection connection, HttpServerRequest request) {
    this.loop = loop;
    this.connection = connection;
    this.request = request;
    this.id = RequestId.of(Optional.ofNullable(request.getHeader(REQUEST_ID)));
    this.since = loop.now();
    this.intake = intake();
    this.reply = new Reply(request, id);
    loop.service.requests.up();
  }

  void read() {
    if (!intake.isAnnounced()) {
      complete();
      return;
    }
    request.exceptionHandler(this::broken);
    request.handler(this::chunk).endHandler(_ -> complete());
    if (intake.isTooLarge()) {
      refuse(intake.tooLarge());
    } else if (intake.isStreamed()) {
      begin();
    } else {
      intake.giveLeave();
    }
  }

  private Intake intake() {
    try {
      if (loop.service.routes.haveStreams()
          && match() instanceof Match.Found(var found, _, _)
          && found.work() instanceof Route.Work.Streaming(long maxBytes, _)) {
        Duration patience = loop.config.patience().request();
        boolean waits = Intake.waitsForLeave(request);
        Inflow.More more = () -> loop.execute(this::goOn);
        return new Intake(request, maxBytes, Optional.of(new Inflow(patience, waits, more)));
      }
    } catch (Refusal _) {
      // The path makes no sense, which is said when the request is complete.
    }
    return new Intake(request, loop.config.limits().bodyBytes(), Optional.empty());
  }

  private Match match() {
    Match known = match;
    if (known == null) {
      known = loop.service.routes.find(request.method().name(), path());
      match = known;
    }
    return known;
  }

  private String path() {
    return Optional.ofNullable(request.path()).orElse("");
  }

  private void chunk(Buffer chunk) {
    if (phase != Phase.LINGERING && phase != Phase.DONE && !intake.take(chunk)) {
      refuse(intake.tooLarge());
    }
  }

  /// Goes on, now that the handler has read on.
  private void goOn() {
    if (phase == Phase.HANDLING) {
      intake.giveLeave();
      intake.resume();
    }
  }

  private void complete() {
    intake.complete();
    switch (phase) {
      case READING -> begin();
      case LINGERING -> leave();
      case STALLED, HANDLING, FOLLOWING, DONE -> {}
    }
  }

  private void begin() {
    if (connection.isFull()) {
      enter(Phase.STALLED);
      intake.pause();
    } else {
      handle();
    }
  }

  /// Goes on, now that the client has read on.
  void unstall() {
    if (phase == Phase.STALLED) {
      intake.resume();
      handle();
    }
  }

  private void handle() {
    enter(Phase.HANDLING);
    Request complete = request(intake.bytes());
    try {
      Match found = match();
      route = found.route();
      loop.dispatch.handle(this, complete, found);
    } catch (Throwable t) {
      send(loop.service.routes.failed(t, complete));
    }
  }

  private Request request(byte[] body) {
    String query = Optional.ofNullable(request.query()).orElse("");
    Headers headers = new Headers(request.headers());
    String method = request.method().name();
    return new Request(method, path(), query, headers, body, id, List.of(), List.of());
  }

  /// A handler is at work on another thread, or an answer is to come later.
  void working() {
    working = true;
  }

  /// Whether nobody wants the answer's body.
  boolean isBodiless() {
    return reply.isBodiless();
  }

  /// The body of a request whose route streams it.
  InputStream body() {
    return intake.stream().orElseThrow();
  }

  /// The answer is to be sent while the handler's thread writes it.
  void opened(Response answer, Outflow flow) {
    reply.open(answer, flow, isLast());
    if (phase != Phase.HANDLING || reply.isOver()) {
      flow.cut(CLIENT_LEFT);
    }
  }

  void part(byte[] bytes) {
    if (phase == Phase.HANDLING) {
      reply.part(bytes);
    }
  }

  /// The handler's thread has nothing more to do.
  void ended(Outcome outcome) {
    working = false;
    if (phase != Phase.HANDLING) {
      loop.service.requests.down();
      return;
    }
    switch (outcome) {
      case Outcome.Answered(var response) -> send(response);
      case Outcome.Streamed(int status) -> conclude(status, reply.isLast(), reply.end());
      case Outcome.Cut _ -> cut();
    }
  }

  /// Answers with what the handler made of the request.
  void send(Response response) {
    if (response.followed().isPresent() && !reply.isBodiless() && !isLast()) {
      follow(response, response.followed().get());
    } else {
      sendWhole(response);
    }
  }

  private void follow(Response answer, Response.Followed followed) {
    finish(answer.status());
    enter(Phase.FOLLOWING);
    var joining = new Follower(loop, reply, followed.feed(), this::drop);
    follower = Optional.of(joining);
    joining.join(answer, followed);
  }

  /// The client does not take what it follows.
  private void drop() {
    if (phase == Phase.FOLLOWING) {
      unfollow(Future.succeededFuture());
    }
  }

  /// Ends an answer that would go on, and the connection with it.
  private void unfollow(Future<Void> lastPart) {
    follower.ifPresent(Follower::leave);
    enter(Phase.DONE);
    connection.ended(this);
    lastPart.onComplete(_ -> connection.close());
  }

  private void sendWhole(Response response) {
    boolean last = isLast();
    conclude(response.status(), last, write(response, last));
  }

  private void conclude(int status, boolean last, Future<Void> sent) {
    finish(status);
    if (intake.isWhole()) {
      enter(Phase.DONE);
      connection.ended(this);
      if (last) {
        sent.onComplete(_ -> connection.close());
      }
    } else {
      linger();
    }
  }

  /// Answers at once, whatever of the request is still to come, and ends the connection.
  void refuse(Refusal refusal) {
    stop(refusal.problem().detail());
    if (reply.hasBegun()) {
      cut();
      return;
    }
    write(loop.service.routes.failed(refusal, request(WholeBody.NOTHING)), !isHttp2());
    finish(refusal.problem().status());
    linger();
  }

  private void linger() {
    enter(Phase.LINGERING);
    if (intake.isWhole()) {
      leave();
    } else {
      intake.resume();
    }
  }

  private void leave() {
    if (!isHttp2()) {
      connection.close();
      return;
    }
    if (!intake.isWhole()) {
      reply.reset(HTTP2_NO_ERROR);
    }
    enter(Phase.DONE);
    connection.ended(this);
  }

  /// Ends an answer in its middle, or a request that nobody waits for.
  private void cut() {
    stop("the answer is cut");
    reply.status().ifPresentOrElse(this::finish, this::release);
    enter(Phase.DONE);
    connection.ended(this);
    if (isHttp2()) {
      reply.reset(HTTP2_INTERNAL_ERROR);
    } else {
      connection.close();
    }
  }

  /// Tells the handler's thread that what it reads or writes goes no further.
  private void stop(String why) {
    intake.abandon(why);
    reply.abandon(why);
  }

  private Future<Void> write(Response answer, boolean last) {
    if (reply.isOver()) {
      return Future.succeededFuture();
    }
    int bytes = reply.isBodiless() ? 0 : answer.body().length;
    return connection.counted(bytes, reply.send(answer, last));
  }

  private void finish(int status) {
    release();
    loop.service.answered.answered(route, status, System.nanoTime() - began);
  }

  private void release() {
    if (!working) {
      loop.service.requests.down();
    }
  }

  private void enter(Phase next) {
    phase = next;
    since = loop.now();
  }

  private boolean isHttp2() {
    return request.version() == HttpVersion.HTTP_2;
  }

  /// Whether the connection ends with the answer that is sent now.
  private boolean isLast() {
    return (loop.service.leaving || !intake.isWhole()) && !isHttp2();
  }

  private void broken(Throwable cause) {
    if (intake.isWhole() || phase == Phase.LINGERING || phase == Phase.DONE) {
      return;
    }
    switch (cause) {
      case HttpClosedException _, StreamResetException _ -> clientLeft();
      default -> {
        refuse(Refusal.badRequest("The body is not framed as HTTP asks."));
      }
    }
  }

  void clientLeft() {
    switch (phase) {
      case READING, STALLED -> {
        loop.service.requests.down();
        enter(Phase.DONE);
        connection.ended(this);
      }
      case HANDLING -> stop(CLIENT_LEFT);
      case FOLLOWING -> drop();
      case LINGERING, DONE -> {}
    }
  }

  void sweep() {
    switch (phase) {
      case READING -> {
        if (loop.isOver(since, loop.config.patience().request())) {
          refuse(tooSlow("The body did not arrive within %s."));
        }
      }
      case STALLED -> {
        if (loop.isOver(since, loop.config.patience().idle())) {
          connection.close();
        }
      }
      case HANDLING -> sweepStreams();
      case FOLLOWING -> {
        if (loop.service.leaving) {
          unfollow(reply.end());
        } else {
          follower.ifPresent(Follower::sweep);
        }
      }
      case LINGERING -> {
        if (loop.isOver(since, LONGEST_LINGER)) {
          leave();
        }
      }
      case DONE -> {}
    }
  }

  private void sweepStreams() {
    if (intake.isTooSlow(loop.now())) {
      refuse(tooSlow("The body paused for more than %s or came too slowly."));
    } else if (reply.isTooSlow(loop.now())) {
      cut();
    }
  }

  private Refusal tooSlow(String detail) {
    return new Refusal(
        Problem.of(
            "request-timeout",
            408,
            "Request timeout",
            detail.formatted(loop.config.patience().request())));
  }
}
