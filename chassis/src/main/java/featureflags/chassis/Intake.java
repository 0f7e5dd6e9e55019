package featureflags.chassis;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of one request as the event loop receives it: gathered, or passed on as it comes.
final class Intake {
  private final HttpServerRequest request;
  private final long limit;
  private final Optional<Inflow> stream;
  private @Nullable WholeBody gathered;
  private long arrived;
  private boolean whole;

  /// @param limit the largest body
  /// @param stream where the body goes, if it is not gathered
  Intake(HttpServerRequest request, long limit, Optional<Inflow> stream) {
    this.request = request;
    this.limit = limit;
    this.stream = stream;
  }

  /// Whether the head announces a body.
  boolean isAnnounced() {
    return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || request.version() == HttpVersion.HTTP_2;
  }

  /// The codec has made sure that the length is a number; one beyond `long` is too large as well.
  boolean isTooLarge() {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return arrived > limit || (declared != null && Long.parseLong(declared) > limit);
    } catch (NumberFormatException _) {
      return true;
    }
  }

  Refusal tooLarge() {
    return Refusal.payloadTooLarge(limit);
  }

  static boolean waitsForLeave(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  boolean isStreamed() {
    return stream.isPresent();
  }

  Optional<Inflow> stream() {
    return stream;
  }

  /// Whether all of the body is here.
  boolean isWhole() {
    return whole;
  }

  /// Takes a piece and tells whether the body is not too large yet.
  boolean take(Buffer piece) {
    arrived += piece.length();
    if (arrived > limit) {
      return false;
    }
    if (stream.isEmpty()) {
      gathered = gathered == null ? new WholeBody() : gathered;
      gathered.add(piece);
    } else if (!stream.get().take(piece)) {
      request.pause();
    }
    return true;
  }

  void complete() {
    whole = true;
    stream.ifPresent(Inflow::end);
  }

  /// The gathered body, which is given away.
  byte[] bytes() {
    WholeBody body = gathered;
    gathered = null;
    return body == null ? WholeBody.NOTHING : body.bytes();
  }

  /// Lets nothing more arrive for now.
  void pause() {
    if (!whole) {
      request.pause();
    }
  }

  void resume() {
    if (!whole && stream.isPresent()) {
      request.resume();
    }
  }

  /// Gives the client leave to send, if it waits for that.
  void giveLeave() {
    if (!whole && arrived == 0 && waitsForLeave(request)) {
      request.response().writeContinue();
    }
  }

  /// Whatever arrives from now on is of no use.
  void abandon(String why) {
    gathered = null;
    whole |= request.isEnded();
    stream.ifPresent(flow -> flow.cut(why));
  }

  boolean isTooSlow(long now) {
    return stream.isPresent() && stream.get().isTooSlow(now);
  }
}
