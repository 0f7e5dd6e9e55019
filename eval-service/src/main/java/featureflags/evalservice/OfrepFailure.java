package featureflags.evalservice;

import featureflags.chassis.Problems;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.json.OfrepError;
import featureflags.json.OfrepWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// OFREP's answers to requests that get no value: always a document, with the flag's key where one
/// was asked for, and with a status that clients know.
final class OfrepFailure {
  private static final Duration SNAPSHOT_WAIT = Duration.ofSeconds(1);

  private static final String FLAG = "/ofrep/v1/evaluate/flags/";

  private OfrepFailure() {}

  /// 400: something is wrong with the request.
  static Response badRequest(Request request, OfrepError error, String details) {
    return of(request, 400, error, details);
  }

  /// 401: nobody is known by the token, or none was shown.
  static Response unauthorized(Request request) {
    return of(request, 401, OfrepError.GENERAL, "the token is missing or unknown")
        .with("WWW-Authenticate", "Bearer");
  }

  /// 404: there is no such environment, and so no such flag.
  static Response noEnvironment(Request request, String project, String environment) {
    OfrepError error = key(request).isPresent() ? OfrepError.FLAG_NOT_FOUND : OfrepError.GENERAL;
    return of(
        request,
        404,
        error,
        "there is no environment '%s' of project '%s'".formatted(environment, project));
  }

  /// 429: the flags have not been loaded yet. It is the one status after which clients of OFREP
  /// come back as `Retry-After` says.
  static Response notYet(Request request) {
    return of(
            request,
            429,
            OfrepError.PROVIDER_NOT_READY,
            "the flags of this environment have not been loaded yet")
        .with("Retry-After", Long.toString(SNAPSHOT_WAIT.toSeconds()));
  }

  /// What became of one flag.
  static Response of(Request request, OfrepError error, String details) {
    int status =
        switch (error) {
          case INVALID_CONTEXT, TARGETING_KEY_MISSING -> 400;
          case FLAG_NOT_FOUND -> 404;
          case PROVIDER_NOT_READY -> 429;
          case PARSE_ERROR, GENERAL -> 500;
        };
    return of(request, status, error, details);
  }

  /// The answer to a request that failed, in its handler or before it had one; the log tells of
  /// what nobody expects. Of the statuses that HTTP has for it, clients of OFREP know a few.
  static Response of(Request request, Throwable failure) {
    Response problem = Problems.answer(failure, request.requestId());
    boolean isOfFlag = problem.status() == 404 && key(request).isPresent();
    Response answer =
        of(
            request,
            status(problem.status()),
            isOfFlag ? OfrepError.FLAG_NOT_FOUND : OfrepError.GENERAL,
            details(request, failure));
    for (String header : List.of("Allow", "Retry-After")) {
      Optional<String> value = problem.header(header);
      answer = value.isPresent() ? answer.with(header, value.get()) : answer;
    }
    return answer;
  }

  private static int status(int problem) {
    return switch (problem) {
      case 408, 413, 415 -> 400;
      case 503 -> 429;
      default -> problem; // the others are known to clients, or no matter of theirs
    };
  }

  private static String details(Request request, Throwable failure) {
    return failure instanceof Refusal refusal
        ? refusal.problem().detail()
        : "the request could not be handled; the log tells more under " + request.requestId();
  }

  private static Response of(Request request, int status, OfrepError error, String details) {
    return Response.json(status, OfrepWriter.failure(key(request), error, details));
  }

  /// The flag's key as far as it can be read: some clients do not escape the slashes in it, and
  /// then no route has this path.
  private static Optional<String> key(Request request) {
    int flags = request.path().indexOf(FLAG);
    return flags < 0
        ? Optional.empty()
        : Optional.of(unescaped(request.path().substring(flags + FLAG.length())));
  }

  private static String unescaped(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return path;
    }
  }
}
