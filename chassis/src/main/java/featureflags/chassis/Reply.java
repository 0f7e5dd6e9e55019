package featureflags.chassis;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/// The answer to one request as the event loop sends it: at once, or as a handler's thread writes
/// it.
final class Reply {
  private record Streamed(Response answer, Outflow flow, boolean last) {}

  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestId.HEADER);

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final String id;
  private Optional<Streamed> streamed = Optional.empty();

  /// @param id of the request
  Reply(HttpServerRequest request, String id) {
    this.request = request;
    this.response = request.response();
    this.id = id;
  }

  boolean isBodiless() {
    return request.method().equals(HttpMethod.HEAD);
  }

  /// Whether the client has gone or has its answer.
  boolean isOver() {
    return response.ended() || response.closed();
  }

  /// Whether it is too late for another answer.
  boolean hasBegun() {
    return response.headWritten();
  }

  /// Sends a whole answer.
  ///
  /// @param last whether the connection ends with it
  Future<Void> send(Response answer, boolean last) {
    head(answer, last);
    if (!isBodiless()) {
      return response.end(Buffer.buffer(answer.body()));
    }
    if (answer.writer().isEmpty()) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.body().length));
    }
    return response.end();
  }

  private void head(Response answer, boolean last) {
    response.setStatusCode(answer.status());
    for (Response.Header header : answer.headers()) {
      response.headers().add(header.name(), header.value());
    }
    response.putHeader(REQUEST_ID, id);
    if (last) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /// Gets ready to send an answer in parts.
  void open(Response answer, Outflow flow, boolean last) {
    streamed = Optional.of(new Streamed(answer, flow, last || isOld()));
    closeOldConnection();
  }

  /// In HTTP/1.0, whatever the client proposes, the end of the connection is the end of the body.
  private void closeOldConnection() {
    if (isOld()) {
      response.headersEndHandler(
          _ -> response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }
  }

  private boolean isOld() {
    return request.version() == HttpVersion.HTTP_1_0;
  }

  /// Begins an answer whose parts come as they come.
  void begin(Response answer) {
    head(answer, false);
    closeOldConnection();
  }

  /// Sends a part of it, unless the client has not taken what was sent before.
  boolean push(byte[] bytes) {
    if (response.writeQueueFull()) {
      return false;
    }
    response.write(Buffer.buffer(bytes));
    return true;
  }

  void part(byte[] bytes) {
    Streamed open = begun();
    response
        .write(Buffer.buffer(bytes))
        .onSuccess(_ -> open.flow().left(bytes.length))
        .onFailure(_ -> open.flow().cut("the client has gone"));
  }

  /// Sends the end of an answer whose parts have left.
  Future<Void> end() {
    streamed.ifPresent(_ -> begun());
    return isOver() ? Future.succeededFuture() : response.end();
  }

  private Streamed begun() {
    Streamed open = streamed.orElseThrow();
    if (!response.headWritten()) {
      head(open.answer(), open.last());
    }
    return open;
  }

  /// Whether the connection ends with the answer that is sent in parts.
  boolean isLast() {
    return streamed.orElseThrow().last();
  }

  /// The status of the answer that is sent in parts, if one is.
  Optional<Integer> status() {
    return streamed.map(open -> open.answer().status());
  }

  /// Whatever is still written is of no use.
  void abandon(String why) {
    streamed.ifPresent(open -> open.flow().cut(why));
  }

  boolean isTooSlow(long now) {
    return streamed.isPresent() && streamed.get().flow().isTooSlow(now);
  }

  /// Ends it in its middle where the connection is for other requests too.
  void reset(long http2Code) {
    response.reset(http2Code);
  }
}
