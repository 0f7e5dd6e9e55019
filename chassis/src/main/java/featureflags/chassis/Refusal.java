package featureflags.chassis;

import featureflags.json.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A request that is not going to be served, thrown by handlers, with the problem document that
/// says why. It carries no stack trace: it is an answer, not a fault.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_PLACES = 100;

  private final transient Problem problem;
  private final transient List<Response.Header> headers;

  /// A refusal that this problem explains.
  public Refusal(Problem problem) {
    this(problem, List.of());
  }

  private Refusal(Problem problem, List<Response.Header> headers) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = headers;
  }

  /// 400: the request, body apart, makes no sense.
  public static Refusal badRequest(String detail) {
    return new Refusal(Problem.of("bad-request", 400, "Bad request", detail));
  }

  /// 400: these places of the body's document are wrong. A hostile document is wrong in more places
  /// than anybody reads: the first hundred are named.
  public static Refusal invalidDocument(List<Violation> places) {
    int count = places.size();
    String detail =
        count == 1
            ? "One thing is wrong with the document."
            : count <= MOST_PLACES
                ? count + " things are wrong with the document."
                : "%d things are wrong with the document; these are the first %d."
                    .formatted(count, MOST_PLACES);
    return new Refusal(
        Problem.of("invalid-document", 400, "Invalid document", detail)
            .at(places.subList(0, Math.min(count, MOST_PLACES))));
  }

  /// 404: what was asked for is not there.
  ///
  /// @param what such as `flag 'checkout'`
  public static Refusal notFound(String what) {
    return new Refusal(
        Problem.of("not-found", 404, "Not found", "There is no %s.".formatted(what)));
  }

  /// 405: the path is there, the method is not.
  ///
  /// @param allowed the methods that are, such as `GET, HEAD, OPTIONS`
  public static Refusal methodNotAllowed(String method, String allowed) {
    return new Refusal(
            Problem.of(
                "method-not-allowed",
                405,
                "Method not allowed",
                "%s is not for this path; %s are.".formatted(method, allowed)))
        .with("Allow", allowed);
  }

  /// 409: what is stored stands against it.
  public static Refusal conflict(String detail) {
    return new Refusal(Problem.of("conflict", 409, "Conflict", detail));
  }

  /// 412: the client's `If-Match` is not the current version, which the answer gives as
  /// `currentVersion` and as `ETag`.
  public static Refusal preconditionFailed(long currentVersion) {
    return new Refusal(
            Problem.of(
                    "precondition-failed",
                    412,
                    "Precondition failed",
                    "The current version is %d.".formatted(currentVersion))
                .with(new Problem.Member.Whole("currentVersion", currentVersion)))
        .with("ETag", "\"%d\"".formatted(currentVersion));
  }

  /// 413: the body is larger than this many bytes.
  public static Refusal payloadTooLarge(long limit) {
    return new Refusal(
        Problem.of(
                "payload-too-large",
                413,
                "Payload too large",
                "The body is larger than %d bytes.".formatted(limit))
            .with(new Problem.Member.Whole("limit", limit)));
  }

  /// 415: the body is of a type that is not read here.
  public static Refusal unsupportedMediaType(String detail) {
    return new Refusal(Problem.of("unsupported-media-type", 415, "Unsupported media type", detail));
  }

  /// 503: not now; asking again after this long may succeed.
  public static Refusal unavailable(String detail, Duration retryAfter) {
    return new Refusal(Problem.of("unavailable", 503, "Unavailable", detail))
        .retryAfter(retryAfter);
  }

  /// The same refusal with one more header field on its answer.
  ///
  /// @throws IllegalArgumentException when name or value could break out of the field
  public Refusal with(String name, String value) {
    List<Response.Header> more = new ArrayList<>(headers);
    more.add(new Response.Header(name, value));
    return new Refusal(problem, more);
  }

  /// The same refusal with a `Retry-After` of so many seconds, rounded up to at least one.
  public Refusal retryAfter(Duration wait) {
    long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    return with("Retry-After", Long.toString(seconds));
  }

  /// What is wrong.
  public Problem problem() {
    return problem;
  }

  /// The answer that tells it.
  public Response answer(String requestId) {
    Response response = problem.answer(requestId);
    for (Response.Header header : headers) {
      response = response.with(header.name(), header.value());
    }
    return response;
  }
}
