package featureflags.json;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Value;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a request of OFREP may be, and what is said of one that may not.
class OfrepRequestTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"context\":{\"targetingKey\":\"u\",\"plan\":\"pro\"}}",
        "{\"context\":{\"targetingKey\":\"u\",\"plan\":\"pro\"},\"of\":\"a later version\"}"
      })
  void aContextIsReadWhateverStandsBesideIt(String body) {
    assertThat(read(body))
        .isInstanceOfSatisfying(
            OfrepRequest.Understood.class,
            asked -> {
              assertThat(asked.context().targetingKey()).contains("u");
              assertThat(asked.context().attribute("plan")).contains(new Value.Text("pro"));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"context\":{}}",
        "{\"context\":{\"targetingKey\":null}}",
        "{\"context\":{\"targetingKey\":5}}",
        "{\"context\":{\"userId\":5}}"
      })
  void aTargetingKeyMayBeANumberOrMissing(String body) {
    assertThat(read(body)).isInstanceOf(OfrepRequest.Understood.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                            | PARSE_ERROR     | the document is empty",
        "{                                             | PARSE_ERROR     | line 1",
        "[]                                            | PARSE_ERROR     | the body must be an object",
        "5                                             | PARSE_ERROR     | the body must be an object",
        "{\"context\":{},\"context\":{}}               | PARSE_ERROR     | Duplicate",
        "{\"context\":{\"a\":1,\"a\":1}}               | PARSE_ERROR     | /context/a: Duplicate",
        "{\"context\":{\"a\":1e999}}                   | PARSE_ERROR     | /context/a: the number",
        "{}                                            | INVALID_CONTEXT | /context: is missing",
        "{\"context\":null}                            | INVALID_CONTEXT | /context: is missing",
        "{\"context\":[]}                              | INVALID_CONTEXT | must be an object, not a list",
        "{\"context\":\"u\"}                           | INVALID_CONTEXT | must be an object, not a text",
        "{\"context\":{\"targetingKey\":true}}         | INVALID_CONTEXT | /context/targetingKey: must",
        "{\"context\":{\"targetingKey\":{},\"userId\":[]}} | INVALID_CONTEXT | ; /context/userId: must"
      })
  void whatIsWrongIsToldByCodeAndInWords(String body, OfrepError error, String details) {
    assertThat(read(body))
        .isInstanceOfSatisfying(
            OfrepRequest.Unreadable.class,
            refused -> {
              assertThat(refused.error()).isEqualTo(error);
              assertThat(refused.details()).contains(details);
            });
  }

  @Test
  void aContextNestsAsDeepAsAnyDocumentThatIsSent() {
    int deepest = ValueReader.MAX_DEPTH - 2;

    assertThat(read(nested(deepest))).isInstanceOf(OfrepRequest.Understood.class);
    assertThat(read(nested(deepest + 1)))
        .isInstanceOfSatisfying(
            OfrepRequest.Unreadable.class,
            refused -> assertThat(refused.error()).isEqualTo(OfrepError.PARSE_ERROR));
  }

  @Test
  void theContextIsKeptAsItWasSent() {
    byte[] body = "{\"context\":{\"a\":null,\"b\":5.0}}".getBytes(StandardCharsets.UTF_8);

    assertThat(OfrepRequest.attributes(body))
        .isEqualTo(
            new Value.Structure(Map.of("a", new Value.Nothing(), "b", new Value.Decimal(5))));
  }

  private static String nested(int lists) {
    return "{\"context\":{\"a\":%s%s}}".formatted("[".repeat(lists), "]".repeat(lists));
  }

  private static OfrepRequest read(String body) {
    return OfrepRequest.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
