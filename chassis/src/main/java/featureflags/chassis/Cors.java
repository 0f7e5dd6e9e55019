package featureflags.chassis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which web pages may read answers: cross-origin resource sharing, as browsers ask for it.
///
/// Nothing here depends on cookies, so no page is given any.
public final class Cors {
  private static final String ANY = "*";
  private static final Pattern ORIGIN =
      Pattern.compile("[a-z][a-z0-9+.-]*://(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");
  private static final String ALLOWED_HEADERS =
      "Content-Type, Authorization, X-API-Key, If-None-Match, Last-Event-ID, X-Request-Id";
  private static final Response.Header EXPOSED =
      new Response.Header("Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id");
  private static final Response.Header ANY_ORIGIN =
      new Response.Header("Access-Control-Allow-Origin", ANY);
  private static final String MAX_AGE_SECONDS = "7200"; // browsers remember no longer

  private final List<String> origins;

  private Cors(List<String> origins) {
    this.origins = List.copyOf(origins);
  }

  /// For any page.
  public static Cors open() {
    return new Cors(List.of(ANY));
  }

  /// For pages of these origins.
  ///
  /// @param origins `*`, or a list such as `https://app.example.com,http://localhost:5173`
  /// @throws IllegalArgumentException when one is no origin
  public static Cors of(String origins) {
    List<String> all = List.of(origins.strip().toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1));
    if (!all.equals(List.of(ANY))
        && !all.stream().allMatch(each -> ORIGIN.matcher(each).matches())) {
      throw new IllegalArgumentException("'%s' are no origins".formatted(origins));
    }
    return new Cors(all);
  }

  /// For pages of the origins in `CORS_ORIGINS`.
  public static Cors from(Env env) {
    return env.parsed(
        "CORS_ORIGINS",
        ANY,
        "Origins of web pages that may evaluate flags; * is any",
        "* or origins such as https://app.example.com, separated by commas",
        Cors::of);
  }

  /// The same routes for those pages: every answer says who may read it, and each path answers a
  /// browser that asks beforehand.
  public Routes around(Routes routes) {
    Routes.Builder all = Routes.builder();
    Map<String, List<String>> methods = new LinkedHashMap<>();
    for (Route route : routes.list()) {
      methods.computeIfAbsent(route.template(), _ -> new ArrayList<>()).add(route.method());
      String method = route.method();
      String template = route.template();
      switch (route.work()) {
        case Route.Work.OnLoop(var handler) -> all.onLoop(method, template, shared(handler));
        case Route.Work.Later(var handler) ->
            all.later(
                method,
                template,
                request -> handler.handle(request).thenApply(answer -> shared(request, answer)));
        case Route.Work.Blocking(var handler) -> all.blocking(method, template, shared(handler));
        case Route.Work.Streaming(var maxBytes, var handler) ->
            all.streaming(
                method,
                template,
                maxBytes,
                (request, body) -> shared(request, handler.handle(request, body)));
      }
    }
    methods.forEach((template, each) -> all.onLoop("OPTIONS", template, preflight(each)));
    return all.build();
  }

  private Handler shared(Handler handler) {
    return request -> shared(request, handler.handle(request));
  }

  private Handler preflight(List<String> methods) {
    String allowed =
        Stream.concat(methods.stream(), Stream.of("OPTIONS"))
            .sorted()
            .collect(Collectors.joining(", "));
    Response answer =
        Response.noContent()
            .with("Allow", allowed)
            .with("Access-Control-Allow-Methods", allowed)
            .with("Access-Control-Allow-Headers", ALLOWED_HEADERS)
            .with("Access-Control-Max-Age", MAX_AGE_SECONDS);
    return request -> permitted(request, answer);
  }

  /// An answer that says whether the page that asked may read it.
  public Response shared(Request request, Response answer) {
    return permitted(request, answer).with(EXPOSED);
  }

  private Response permitted(Request request, Response answer) {
    if (origins.contains(ANY)) {
      return answer.with(ANY_ORIGIN);
    }
    Response varying = answer.with("Vary", "Origin");
    Optional<String> origin = request.headers().first("Origin");
    return origin
        .filter(each -> origins.contains(each.toLowerCase(Locale.ROOT)))
        .map(each -> varying.with("Access-Control-Allow-Origin", each))
        .orElse(varying);
  }
}
