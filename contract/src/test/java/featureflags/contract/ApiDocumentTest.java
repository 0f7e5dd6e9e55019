package featureflags.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.chassis.Response;
import org.junit.jupiter.api.Test;

/// What is wrong with a document, or with an answer, is found.
class ApiDocumentTest {
  private static final String SOUND =
      """
      {"openapi": "3.1.1", "info": {"title": "Cats", "version": "1"},
       "paths": {"/cats/{name}": {"get": {
         "operationId": "cat",
         "parameters": [{"name": "name", "in": "path", "required": true, "schema": {"type": "string"}}],
         "responses": {"200": {"description": "A cat.", "content": {"application/json": {
           "schema": {"$ref": "#/components/schemas/Cat"}, "example": {"lives": 9}}}}}}}},
       "components": {"schemas": {"Cat": {
         "type": "object", "required": ["lives"], "properties": {"lives": {"type": "integer"}}}}}}
      """;

  private static ApiDocument document(String text) {
    return ApiDocument.of(text.getBytes(UTF_8));
  }

  private static Response answer(int status, String body) {
    return Response.json(status, body.getBytes(UTF_8));
  }

  @Test
  void aSoundDocumentHasNoFlaws() {
    var document = document(SOUND);

    assertThat(document.flaws()).isEmpty();
    assertThat(document.unusedComponents()).isEmpty();
    assertThat(document.wrongExamples()).isEmpty();
    assertThat(document.operations()).containsOnlyKeys("GET /cats/{name}");
    assertThat(document.pathParameters("/cats/{name}", document.operation("GET /cats/{name}")))
        .containsExactly("name");
    assertThatThrownBy(() -> document.at("/paths/~1dogs")).hasMessageContaining("/paths/~1dogs");
  }

  @Test
  void flawsAreFound() {
    assertThat(document(SOUND.replace("schemas/Cat\"", "schemas/Dog\"")).flaws())
        .anyMatch(flaw -> flaw.contains("leads nowhere"));
    assertThat(document(SOUND.replace("schemas/Cat\"", "schemas/Dog\"")).unusedComponents())
        .containsExactly("#/components/schemas/Cat");
    assertThat(document(SOUND.replace("\"integer\"", "\"number of lives\"")).flaws()).isNotEmpty();
    assertThat(document(SOUND.replace("9}", "\"nine\"}")).wrongExamples()).hasSize(1);
  }

  @Test
  void whatAnAnswerHasThatNobodyToldOfIsASurprise() {
    var document = document(SOUND);

    assertThat(document.surprises("GET /cats/{name}", answer(200, "{\"lives\": 7}"))).isEmpty();
    assertThat(document.surprises("GET /cats/{name}", answer(404, "{}"))).hasSize(1);
    assertThat(document.surprises("GET /cats/{name}", answer(200, "{}"))).hasSize(1);
    assertThat(document.surprises("GET /cats/{name}", answer(200, "{\"lives\": 7, \"tail\": 1}")))
        .hasSize(1);
    assertThat(
            document.surprises(
                "GET /cats/{name}", answer(200, "{\"lives\": 7}").with("X-Tail", "1")))
        .hasSize(1);
  }
}
