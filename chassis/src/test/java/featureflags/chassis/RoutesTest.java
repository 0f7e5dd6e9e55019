package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static Handler says(String what) {
    return request ->
        Response.text(
            200,
            "text/plain",
            (what + (request.hasParameter("key") ? " " + request.parameter("key") : ""))
                .getBytes(UTF_8));
  }

  private static final Routes FLAGS =
      Routes.builder()
          .onLoop("GET", "/flags", says("list"))
          .blocking("GET", "/flags/{key}", says("read"))
          .blocking("GET", "/flags/special", says("special"))
          .blocking("GET", "/flags/{key}/audit", says("audit"))
          .blocking("POST", "/flags/special/evaluate", says("evaluate"))
          .blocking("PUT", "/flags/{other}", says("write"))
          .build();

  private static final Routes ROUTES =
      Routes.builder()
          .add(FLAGS)
          .mount("/projects/{project}/environments/{environment}", FLAGS)
          .onLoop("GET", "/", says("root"))
          .build();

  private static String ask(String method, String target) {
    Response response = ROUTES.answer(Request.of(method, target));
    return response.status() == 200
        ? new String(response.body(), UTF_8)
        : Integer.toString(response.status());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, root",
    "GET, /flags, list",
    "GET, /flags?x=1, list",
    "GET, /fl%61gs, list",
    "HEAD, /flags, list",
    "GET, /flags/a, read a",
    "GET, /flags/a%2Fb+c, read a/b+c",
    "GET, /flags/%E2%82%AC, read €",
    "GET, /flags/special, special",
    "GET, /flags/special/audit, audit special",
    "PUT, /flags/x, write",
    "GET, /flags/, 404",
    "GET, //flags, 404",
    "GET, /flags//audit, 404",
    "GET, /flags/a/audit/, 404",
    "GET, /Flags, 404",
    "GET, flags, 404",
    "GET, *, 404",
    "POST, /flags, 405",
    "PUT, /flags/special, 405",
    "OPTIONS, /flags/a, 204",
    "GET, /flags/%, 400",
    "GET, /flags/%4, 400",
    "GET, /flags/%zz, 400",
    "GET, /flags/%c0%80, 400",
    "GET, /projects/p/environments/e/flags/a/audit, audit a",
  })
  void eachRequestFindsItsRoute(String method, String target, String answer) {
    assertThat(ask(method, target)).isEqualTo(answer);
  }

  @Test
  void aWrongMethodNamesTheRightOnes() {
    Response response = ROUTES.answer(Request.of("DELETE", "/flags/a"));

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("allow")).hasValue("GET, HEAD, OPTIONS, PUT");
  }

  @Test
  void aMountedRouteKnowsTheParametersOfItsPrefix() {
    Routes scoped =
        Routes.builder()
            .mount(
                "/projects/{project}",
                Routes.builder()
                    .onLoop(
                        "GET",
                        "/flags/{key}",
                        r -> Response.empty(200).with("P", r.parameter("project")))
                    .build())
            .build();

    assertThat(scoped.answer(Request.of("GET", "/projects/web/flags/a")).header("P"))
        .hasValue("web");
  }

  @Test
  void theTableCanBeListed() {
    assertThat(ROUTES.list())
        .hasSize(13)
        .extracting(route -> route.method() + " " + route.template())
        .contains("GET /", "PUT /projects/{project}/environments/{environment}/flags/{other}");
  }

  @Test
  void twoRoutesForTheSameAreRefused() {
    var twice =
        Routes.builder().onLoop("GET", "/a/{x}", says("")).blocking("GET", "/a/{y}", says(""));

    assertThatThrownBy(twice::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("GET /a/{y} is already routed as /a/{x}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "/a/", "/a//b", "/{}", "/a{x}", "/{x}/{x}", "/a%20b"})
  void aTemplateThatCannotMatchIsRefused(String template) {
    assertThatThrownBy(() -> Routes.builder().onLoop("GET", template, says("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("template '" + template + "'");
  }

  @Test
  void theQueryIsDecodedInItsOrder() {
    Query query = Request.of("GET", "/?tag=a+b&q=%26%3D&tag=c&flag&&=x").query();

    assertThat(query.all("tag")).containsExactly("a b", "c");
    assertThat(query.first("q")).hasValue("&=");
    assertThat(query.first("flag")).hasValue("");
    assertThat(query.first("none")).isEmpty();
    assertThat(query.names()).containsExactly("tag", "q", "flag", "");
  }

  @Test
  void aMalformedQueryIsRefused() {
    assertThatThrownBy(() -> Request.of("GET", "/?a=%ff").query()).isInstanceOf(Refusal.class);
  }

  @Test
  void headerNamesMatchInAnyCase() {
    Request request = Request.of("GET", "/").with("If-Match", "\"1\"").with("if-match", "\"2\"");

    assertThat(request.headers().first("IF-MATCH")).hasValue("\"1\"");
    assertThat(request.headers().all("If-Match")).containsExactly("\"1\"", "\"2\"");
    assertThat(request.headers().first("Accept")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "a\u0000", "ü"})
  void aHeaderValueCannotBreakOut(String value) {
    assertThatThrownBy(() -> Response.noContent().with("X", value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void failuresBelowAPathAreToldAsItWants() {
    Routes inner =
        Routes.builder()
            .onLoop("GET", "/own/{key}", RoutesTest::fail)
            .failing("/own", (failure, request) -> own(failure, request))
            .build();
    Routes routes =
        Routes.builder()
            .add(inner)
            .mount("/in/{place}", inner)
            .onLoop("GET", "/other", RoutesTest::fail)
            .build();

    for (String path : List.of("/own/a", "/own/a/b", "/own", "/own/%zz", "/in/x/own/a")) {
      assertThat(text(routes.answer(Request.of("GET", path)))).as(path).startsWith("own ");
    }
    assertThat(text(routes.answer(Request.of("PUT", "/own/a")))).startsWith("own 405");
    for (String path : List.of("/other", "/ownother", "/in/x/y/own/a", "/in/own", "own", "")) {
      assertThat(text(routes.answer(Request.of("GET", path)))).as(path).startsWith("{");
    }
  }

  private static Response fail(Request request) {
    throw Refusal.conflict("a test");
  }

  private static Response own(Throwable failure, Request request) {
    int status = Problems.answer(failure, request.requestId()).status();
    return Response.text(status, "text/plain", ("own " + status).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Response answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
