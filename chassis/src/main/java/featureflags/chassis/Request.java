package featureflags.chassis;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP request, its body complete; where the route streams the body, all but the body.
public final class Request {
  private static final byte[] NO_BODY = {};

  private final String method;
  private final String path;
  private final String rawQuery;
  private final Headers headers;
  private final byte[] body;
  private final String id;
  private final List<String> names;
  private final List<String> values;
  private @Nullable Query query;

  Request(
      String method,
      String path,
      String rawQuery,
      Headers headers,
      byte[] body,
      String id,
      List<String> names,
      List<String> values) {
    this.method = method;
    this.path = path;
    this.rawQuery = rawQuery;
    this.headers = headers;
    this.body = body;
    this.id = id;
    this.names = names;
    this.values = values;
  }

  /// A request that came through no socket, for [Routes#answer].
  ///
  /// @param target path and query as a client sends them, such as `/flags/a%20b?explain=true`
  public static Request of(String method, String target, byte[] body) {
    int mark = target.indexOf('?');
    return new Request(
        method,
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        new Headers(MultiMap.caseInsensitiveMultiMap()),
        body.clone(),
        RequestId.of(Optional.empty()),
        List.of(),
        List.of());
  }

  /// A request without a body that came through no socket.
  public static Request of(String method, String target) {
    return of(method, target, NO_BODY);
  }

  /// The same request with one more header field; a [RequestId#HEADER] also names the request.
  public Request with(String header, String value) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    headers.copyTo(fields);
    fields.add(header, value);
    Headers more = new Headers(fields);
    String named =
        header.equalsIgnoreCase(RequestId.HEADER) ? RequestId.of(more.first(header)) : id;
    return new Request(method, path, rawQuery, more, body, named, names, values);
  }

  /// The method in upper case, such as `GET`; a `HEAD` that a `GET` route answers stays `HEAD`.
  public String method() {
    return method;
  }

  /// The path as it was sent, escapes not undone.
  public String path() {
    return path;
  }

  /// The text that stands in the place of `{name}` in the route's template, escapes undone.
  ///
  /// @throws IllegalArgumentException when the template has no such place
  public String parameter(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("the route has no '{%s}' but %s".formatted(name, names));
    }
    return values.get(index);
  }

  /// Whether the route's template has a place `{name}`, as where one handler is mounted twice.
  public boolean hasParameter(String name) {
    return names.contains(name);
  }

  /// The parameters behind the `?`.
  ///
  /// @throws Refusal when they are not percent-encoded UTF-8
  public Query query() {
    Query known = query;
    if (known == null) {
      known = Query.parse(rawQuery);
      query = known;
    }
    return known;
  }

  /// The header fields.
  public Headers headers() {
    return headers;
  }

  /// The body, empty when there is none and where the route streams it. It is not copied: do not
  /// write to it.
  public byte[] body() {
    return body;
  }

  /// What names this request on its answer and in the log.
  public String requestId() {
    return id;
  }

  Request matched(List<String> parameterNames, List<String> parameterValues) {
    return parameterNames.isEmpty() ? this : withParameters(parameterNames, parameterValues);
  }

  private Request withParameters(List<String> parameterNames, List<String> parameterValues) {
    return new Request(method, path, rawQuery, headers, body, id, parameterNames, parameterValues);
  }

  Request bodiless() {
    return new Request(method, path, rawQuery, headers, NO_BODY, id, names, values);
  }
}
