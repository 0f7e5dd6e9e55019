package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which web pages may read answers.
class CorsTest {
  private static final String PAGE = "https://app.example.com";
  private static final Routes ROUTES =
      Routes.builder()
          .onLoop("POST", "/answers/{key}", _ -> Response.json(200, "{}".getBytes(UTF_8)))
          .blocking("GET", "/answers/{key}", _ -> Response.empty(304).with("ETag", "\"1\""))
          .streaming("PUT", "/answers", 7, (_, _) -> Response.json(401, "{}".getBytes(UTF_8)))
          .build();

  @Test
  void everyAnswerCanBeReadByAnyPageUnlessSaidOtherwise() {
    Routes open = Cors.open().around(ROUTES);

    for (Request request :
        new Request[] {
          Request.of("POST", "/answers/a"),
          Request.of("POST", "/answers/a").with("Origin", PAGE),
          Request.of("GET", "/answers/a").with("Origin", "null"),
          Request.of("PUT", "/answers").with("Origin", PAGE)
        }) {
      Response answer = open.answer(request);

      assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
      assertThat(answer.header("Access-Control-Expose-Headers").orElse(""))
          .contains("ETag")
          .contains("Retry-After");
      assertThat(answer.header("Vary")).isEmpty();
    }
    assertThat(open.answer(Request.of("GET", "/answers/a")).header("ETag")).contains("\"1\"");
  }

  @Test
  void aPreflightIsAnsweredWithWhatMayBeAsked() {
    Response answer =
        Cors.open().around(ROUTES).answer(Request.of("OPTIONS", "/answers/a").with("Origin", PAGE));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET, OPTIONS, POST");
    assertThat(answer.header("Allow")).contains("GET, OPTIONS, POST");
    assertThat(answer.header("Access-Control-Allow-Headers").orElse("").split(", "))
        .contains("Content-Type", "Authorization", "X-API-Key", "If-None-Match", "Last-Event-ID");
    assertThat(answer.header("Access-Control-Max-Age")).contains("7200");
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void aListAllowsItsOriginsAndNoOthers() {
    Routes some = Cors.of(PAGE + " , http://localhost:5173").around(ROUTES);

    for (String method : new String[] {"POST", "OPTIONS"}) {
      Request request = Request.of(method, "/answers/a");
      for (String origin : new String[] {PAGE, "http://localhost:5173"}) {
        Response answer = some.answer(request.with("Origin", origin));
        assertThat(answer.header("Access-Control-Allow-Origin")).contains(origin);
        assertThat(answer.header("Vary")).contains("Origin");
      }
      for (String origin :
          new String[] {
            "https://app.example.com.evil.org", "http://app.example.com", "null", "*"
          }) {
        Response answer = some.answer(request.with("Origin", origin));
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Vary")).contains("Origin");
      }
      assertThat(some.answer(request).header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(some.answer(request).header("Vary")).contains("Origin");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "https://app.example.com",
        "HTTPS://App.Example.com",
        "http://localhost:5173, https://xn--mnchen-3ya.example",
        "http://[::1]:8080",
        "capacitor://localhost"
      })
  void originsAreSchemesWithHostsAndPerhapsPorts(String origins) {
    assertThat(Cors.from(Env.of(Map.of("CORS_ORIGINS", origins)))).isNotNull();
    assertThat(Cors.of(origins)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://*.example.com",
        "https://a.example,*",
        "https://a.example,",
        "https://a.example https://b.example",
        "https://u@a.example",
        "https://münchen.example",
        "null",
        ","
      })
  void whatIsNoOriginIsRefusedAtTheStart(String origins) {
    assertThatThrownBy(() -> Cors.of(origins)).isInstanceOf(IllegalArgumentException.class);

    var env = Env.of(Map.of("CORS_ORIGINS", origins));
    var cors = Cors.from(env);
    var invalid = catchThrowableOfType(InvalidSettings.class, () -> env.orFail(cors));
    assertThat(invalid.problems()).hasSize(1).first().asString().startsWith("CORS_ORIGINS is '");
  }

  @Test
  void anyPageMayUnlessTheSettingSaysOtherwise() {
    Response answer =
        Cors.from(Env.of(Map.of())).around(ROUTES).answer(Request.of("POST", "/answers/a"));

    assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
  }
}
