package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.json.ValueReader;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came back.
final class Answer {
  private static final String PROBLEM = "urn:feature-flag-engine:problem:";

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  Answer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  byte[] body() {
    return body;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// The flag that was saved, without what its answer warns of.
  String savedFlag() {
    return text().replaceFirst(",\"warnings\":\\[.*]}$", "}");
  }

  /// The flag as plain Java, without what the answer of a save warns of.
  Object flag() {
    return Json.at(ValueReader.readStored(savedFlag().getBytes(StandardCharsets.UTF_8)), "");
  }

  /// What stands at a JSON pointer of the body.
  Object at(String pointer) {
    return Json.at(ValueReader.readStored(body), pointer);
  }

  boolean has(String pointer) {
    return Json.has(ValueReader.readStored(body), pointer);
  }

  List<Object> list(String pointer) {
    return List.copyOf((List<?>) at(pointer));
  }

  /// The same member of each object of a list.
  List<Object> each(String pointer, String member) {
    return list(pointer).stream().<Object>map(item -> ((Map<?, ?>) item).get(member)).toList();
  }

  Answer expect(int expected) {
    assertThat(status).as("%s", text()).isEqualTo(expected);
    return this;
  }

  /// Checks all that every problem document promises.
  Answer expectProblem(int expected, String slug) {
    expect(expected);
    assertThat(header("Content-Type")).contains("application/problem+json");
    assertThat(at("/type")).isEqualTo(PROBLEM + slug);
    assertThat(at("/status")).isEqualTo((long) expected);
    assertThat((String) at("/title")).isNotBlank();
    assertThat((String) at("/detail")).isNotBlank();
    assertThat(header("X-Request-Id")).contains((String) at("/instance"));
    return this;
  }

  /// Checks that it is an invalid document, wrong in these places at least.
  Answer expectInvalid(String... pointers) {
    expectProblem(400, "invalid-document");
    assertThat(each("/errors", "pointer")).as(text()).contains((Object[]) pointers);
    assertThat(each("/errors", "detail")).allSatisfy(it -> assertThat((String) it).isNotBlank());
    return this;
  }
}
