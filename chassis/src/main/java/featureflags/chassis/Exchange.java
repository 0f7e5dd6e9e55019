package featureflags.chassis;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// One request and its answer, from the head's arrival to the answer's departure. All of it happens
/// on the loop's thread, but for the handlers that may block.
final class Exchange {
  private enum Phase {
    /// The body is arriving.
    READING,
    /// The request is complete, but the client has not read its earlier answers.
    STALLED,
    /// The handler is at work.
    HANDLING,
    /// The answer is out and the connection ends; what still arrives is thrown away, because
    /// closing on unread bytes could take the answer from the client.
    LINGERING,
    DONE
  }

  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestId.HEADER);
  private static final Duration LONGEST_LINGER = Duration.ofMillis(500);
  private static final byte[] NOTHING = {};

  private final Loop loop;
  private final Connection connection;
  private final HttpServerRequest request;
  private final String id;
  private final long began = System.nanoTime();
  private Phase phase = Phase.READING;
  private long since;
  private byte[] body = NOTHING;
  private @Nullable ByteArrayOutputStream chunks;
  private Optional<Route> route = Optional.empty();

  Exchange(Loop loop, Connection connection, HttpServerRequest request) {
    this.loop = loop;
    this.connection = connection;
    this.request = request;
    this.id = RequestId.of(Optional.ofNullable(request.getHeader(REQUEST_ID)));
    this.since = loop.now();
    loop.service.requests.up();
  }

  void read() {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (declared == null && !chunked && !isHttp2()) {
      complete();
      return;
    }
    request.exceptionHandler(this::broken);
    request.handler(this::chunk).endHandler(_ -> complete());
    if (declared != null && isTooLarge(declared)) {
      refuse(Refusal.payloadTooLarge(loop.config.limits().bodyBytes()));
    } else if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }

  /// The codec has made sure that it is a number; one beyond `long` is too large as well.
  private boolean isTooLarge(String declared) {
    try {
      return Long.parseLong(declared) > loop.config.limits().bodyBytes();
    } catch (NumberFormatException _) {
      return true;
    }
  }

  private void chunk(Buffer chunk) {
    if (phase != Phase.READING) {
      return;
    }
    int sofar = chunks == null ? body.length : chunks.size();
    if (sofar + (long) chunk.length() > loop.config.limits().bodyBytes()) {
      refuse(Refusal.payloadTooLarge(loop.config.limits().bodyBytes()));
    } else if (sofar == 0) {
      body = chunk.getBytes();
    } else {
      if (chunks == null) {
        chunks = new ByteArrayOutputStream(2 * (sofar + chunk.length()));
        chunks.writeBytes(body);
      }
      chunks.writeBytes(chunk.getBytes());
    }
  }

  private void complete() {
    if (phase == Phase.LINGERING) {
      connection.close();
    }
    if (phase != Phase.READING) {
      return;
    }
    if (chunks != null) {
      body = chunks.toByteArray();
      chunks = null;
    }
    if (connection.isFull()) {
      enter(Phase.STALLED);
    } else {
      handle();
    }
  }

  /// Goes on, now that the client has read on.
  void unstall() {
    if (phase == Phase.STALLED) {
      handle();
    }
  }

  private void handle() {
    enter(Phase.HANDLING);
    try {
      String path = Optional.ofNullable(request.path()).orElse("");
      String query = Optional.ofNullable(request.query()).orElse("");
      String method = request.method().name();
      Match match = loop.service.routes.find(method, path);
      Headers headers = new Headers(request.headers());
      handle(new Request(method, path, query, headers, body, id, List.of(), List.of()), match);
    } catch (Throwable t) {
      send(Problems.answer(t, id));
    }
  }

  private void handle(Request complete, Match match) {
    if (match instanceof Match.Found found) {
      route = Optional.of(found.route());
      if (found.route().runs() == Route.Runs.BLOCKING) {
        block(complete, match);
        return;
      }
    }
    send(Routes.answer(complete, match));
  }

  private void block(Request complete, Match match) {
    if (!loop.service.blocking.tryAcquire()) {
      throw Refusal.unavailable("Too many requests are being handled.", Duration.ofSeconds(1));
    }
    Thread.ofVirtual().start(() -> answerFromThread(complete, match));
  }

  private void answerFromThread(Request complete, Match match) {
    Response response;
    try {
      response =
          ScopedValue.where(RequestId.CURRENT, id).call(() -> Routes.answer(complete, match));
    } catch (Throwable t) {
      response = Problems.answer(t, id);
    } finally {
      loop.service.blocking.release();
    }
    Response answer = response;
    try {
      loop.execute(() -> send(answer));
    } catch (RejectedExecutionException _) {
      // The server closed without waiting any longer, so nobody is there to read the answer.
      loop.service.requests.down();
    }
  }

  private void send(Response response) {
    boolean last = loop.service.leaving && !isHttp2();
    Future<Void> sent = write(response, last);
    finish(response.status());
    enter(Phase.DONE);
    connection.ended(this);
    if (last) {
      sent.onComplete(_ -> connection.close());
    }
  }

  /// Answers at once, whatever of the request is still to come, and ends the connection.
  void refuse(Refusal refusal) {
    enter(Phase.LINGERING);
    chunks = null;
    write(refusal.answer(id), !isHttp2());
    finish(refusal.problem().status());
    if (request.isEnded()) {
      connection.close();
    }
  }

  private Future<Void> write(Response answer, boolean last) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(answer.status());
    for (Response.Header header : answer.headers()) {
      response.headers().add(header.name(), header.value());
    }
    response.putHeader(REQUEST_ID, id);
    if (last) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.body().length));
      return response.end();
    }
    return connection.counted(answer.body().length, response.end(Buffer.buffer(answer.body())));
  }

  private void finish(int status) {
    loop.service.requests.down();
    loop.service.answered.answered(route, status, System.nanoTime() - began);
  }

  private void enter(Phase next) {
    phase = next;
    since = loop.now();
  }

  private boolean isHttp2() {
    return request.version() == HttpVersion.HTTP_2;
  }

  private void broken(Throwable cause) {
    if (phase != Phase.READING) {
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
      case HANDLING, LINGERING, DONE -> {}
    }
  }

  void sweep() {
    switch (phase) {
      case READING -> {
        if (loop.isOver(since, loop.config.patience().request())) {
          refuse(tooSlow());
        }
      }
      case STALLED -> closeAfter(loop.config.patience().idle());
      case LINGERING -> closeAfter(LONGEST_LINGER);
      case HANDLING, DONE -> {}
    }
  }

  private void closeAfter(Duration timeout) {
    if (loop.isOver(since, timeout)) {
      connection.close();
    }
  }

  private Refusal tooSlow() {
    return new Refusal(
        Problem.of(
            "request-timeout",
            408,
            "Request timeout",
            "The body did not arrive within %s.".formatted(loop.config.patience().request())));
  }
}
