package featureflags.chassis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One HTTP answer, immutable: complete, so that a handler may build it once and give it to
/// everyone, or with a body that is still to be written.
public final class Response {
  /// One header field of an answer.
  ///
  /// @param name letters, digits and the few signs that HTTP allows
  /// @param value without control characters
  public record Header(String name, String value) {
    private static final String SIGNS = "!#$%&'*+-.^_`|~";

    public Header {
      if (name.isEmpty() || !name.chars().allMatch(Header::isToken)) {
        throw new IllegalArgumentException("'%s' cannot name a header".formatted(name));
      }
      if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c >= 127)) {
        throw new IllegalArgumentException(
            "the value of header %s has characters beyond printable ASCII".formatted(name));
      }
    }

    private static boolean isToken(int c) {
      return c < 127 && (Character.isLetterOrDigit(c) || SIGNS.indexOf(c) >= 0);
    }
  }

  private static final byte[] NOTHING = {};
  private static final List<Header> EVENTS =
      List.of(
          new Header("Content-Type", "text/event-stream"),
          new Header("Cache-Control", "no-store"),
          new Header("X-Accel-Buffering", "no")); // of nginx: pass on what comes at once
  private static final List<Header> JSON = List.of(new Header("Content-Type", "application/json"));

  private final int status;
  private final List<Header> headers;
  private final byte[] body;
  private final Optional<BodyWriter> writer;
  private final Optional<Followed> followed;

  /// A body without an end.
  ///
  /// @param first what is sent to begin with, asked for when the client follows already
  record Followed(Feed feed, Supplier<Optional<ServerEvent>> first) {}

  private Response(int status, List<Header> headers, byte[] body) {
    this(status, headers, body, Optional.empty(), Optional.empty());
  }

  private Response(
      int status,
      List<Header> headers,
      byte[] body,
      Optional<BodyWriter> writer,
      Optional<Followed> followed) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.writer = writer;
    this.followed = followed;
  }

  /// A JSON document. The bytes are not copied: do not write to them afterwards.
  public static Response json(int status, byte[] body) {
    return new Response(status, JSON, body);
  }

  /// 204, nothing to say.
  public static Response noContent() {
    return new Response(204, List.of(), NOTHING);
  }

  /// A status and nothing else, such as 304.
  public static Response empty(int status) {
    return new Response(status, List.of(), NOTHING);
  }

  /// Bytes of any type. They are not copied: do not write to them afterwards.
  public static Response text(int status, String contentType, byte[] body) {
    return new Response(status, List.of(new Header("Content-Type", contentType)), body);
  }

  /// A body of any type and length that is written while it is sent, and never in memory as a
  /// whole. Only for routes that may block. It is sent in chunks; to HTTP/1.0 as what comes before
  /// the connection ends, where an incomplete body looks like a complete one.
  public static Response streaming(int status, String contentType, BodyWriter writer) {
    return new Response(
        status,
        List.of(new Header("Content-Type", contentType)),
        NOTHING,
        Optional.of(writer),
        Optional.empty());
  }

  /// The events of a feed, `text/event-stream`, for as long as the client stays and the server goes
  /// on. Comments (`: ping`) in between keep the connection from looking dead.
  ///
  /// @param first what this client is sent to begin with, asked for at a time from which on nothing
  ///   that is published escapes it
  public static Response following(Feed feed, Supplier<Optional<ServerEvent>> first) {
    return new Response(
        200, EVENTS, NOTHING, Optional.empty(), Optional.of(new Followed(feed, first)));
  }

  /// The same answer with one more header field.
  ///
  /// @throws IllegalArgumentException when name or value could break out of the field
  public Response with(String name, String value) {
    return with(new Header(name, value));
  }

  /// The same answer with one more header field.
  public Response with(Header header) {
    List<Header> more = new ArrayList<>(headers.size() + 1);
    more.addAll(headers);
    more.add(header);
    return new Response(status, List.copyOf(more), body, writer, followed);
  }

  /// The status, 200 to 599.
  public int status() {
    return status;
  }

  /// The header fields in their order, without those that the server adds.
  public List<Header> headers() {
    return headers;
  }

  /// The first header field of this name, whatever its case.
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /// The body, empty when there is none. It is not copied: do not write to it. One that is still to
  /// be written is written now and gathered, which is for answers that go through no socket; of a
  /// feed it is what is sent to begin with.
  public byte[] body() {
    if (followed.isPresent()) {
      return followed.get().first().get().map(ServerEvent::bytes).orElse(NOTHING);
    }
    return writer.isEmpty() ? body : gathered(writer.get());
  }

  private static byte[] gathered(BodyWriter writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// What the client follows, if the body has no end.
  Optional<Followed> followed() {
    return followed;
  }

  /// What writes the body, if it is still to be written.
  Optional<BodyWriter> writer() {
    return writer;
  }
}
