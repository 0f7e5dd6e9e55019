package featureflags.json;

import static featureflags.json.Documents.bytes;
import static featureflags.json.Documents.complaints;
import static featureflags.json.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What evaluators are asked.
class RequestsTest {
  @Test
  void anEvaluationNamesAFlagAndAContext() {
    var request =
        EvaluateRequest.read(bytes("{'flagKey':'f','context':{'userId':'u','plan':'pro'}}"));

    assertThat(request.flagKey()).isEqualTo("f");
    assertThat(request.context().targetingKey()).contains("u");
    assertThat(request.context().attribute("plan")).contains(new Value.Text("pro"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'flagKey':'f'}",
        "{'flagKey':'f','context':null}",
        "{'flagKey':'f','context':{}}"
      })
  void anEvaluationNeedsNoContext(String body) {
    assertThat(EvaluateRequest.read(bytes(body)).context().targetingKey()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                  | /flagKey: is missing
          {'flagKey':5}                       | /flagKey: must be a text, not the number 5
          {'flagkey':'f','flagKey':'f'}       | /flagkey: is no field here; did you mean 'flagKey'?
          {'flagKey':'f','context':[]}        | /context: must be an object, not a list
          {'flagKey':'f','context':{'userId':true}} | /context/userId: must be a text or a number
          {'flagKey':'f','context':{'targetingKey':['u']}} | /context/targetingKey: must be a text or a number
          []                                  | : must be an object, not a list
          """)
  void aBadEvaluationIsRefusedWithItsPlace(String body, String complaint) {
    assertThat(complaints(() -> EvaluateRequest.read(bytes(body)))).containsExactly(complaint);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(complaints(() -> EvaluateRequest.read(bytes("{'context':{'userId':{}},'x':1}"))))
        .hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'flagKeys':null}"})
  void aBatchWithoutKeysAsksForAll(String body) {
    assertThat(BatchRequest.read(bytes(body)).selection())
        .isEqualTo(new BatchRequest.Selection.All());
  }

  @Test
  void aBatchKeepsTheOrderOfItsKeys() {
    assertThat(BatchRequest.read(bytes("{'flagKeys':['b','a','c']}")).selection())
        .isEqualTo(new BatchRequest.Selection.Named(List.of("b", "a", "c")));
    assertThat(BatchRequest.read(bytes("{'flagKeys':[]}")).selection())
        .isEqualTo(new BatchRequest.Selection.Named(List.of()));
  }

  @Test
  void aBatchNamesAtMost500Keys() {
    String keys =
        IntStream.range(0, 500).mapToObj("'k%d'"::formatted).collect(Collectors.joining(","));

    assertThat(BatchRequest.read(bytes("{'flagKeys':[%s]}".formatted(keys)))).isNotNull();
    assertThat(complaints(() -> BatchRequest.read(bytes("{'flagKeys':['k',%s]}".formatted(keys)))))
        .containsExactly("/flagKeys: has 501 elements; at most 500 are allowed");
  }

  @Test
  void aBatchNamesEachFlagOnceAndByText() {
    assertThat(complaints(() -> BatchRequest.read(bytes("{'flagKeys':['a',5,'b','a','a']}"))))
        .containsExactly(
            "/flagKeys/1: must be a text, not the number 5",
            "/flagKeys/3: 'a' is there twice",
            "/flagKeys/4: 'a' is there twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"targetingKey", "userId"})
  void aTargetingKeyHasAtMost1024Characters(String name) {
    String body = "{'flagKey':'f','context':{'%s':'%s'}}";
    String longest = "k".repeat(1_024);

    assertThat(EvaluateRequest.read(bytes(body.formatted(name, longest))).context().targetingKey())
        .contains(longest);
    assertThat(complaints(() -> EvaluateRequest.read(bytes(body.formatted(name, longest + "k")))))
        .containsExactly(
            "/context/%s: has 1025 characters; at most 1024 are allowed".formatted(name));
  }

  @Test
  void aContextIsAnObjectWhoseFieldsAreTheAttributes() {
    Context context = ContextShape.read(document("{'targetingKey':42,'app':{'v':'1'},'x':null}"));

    assertThat(context.targetingKey()).contains("42");
    assertThat(context.attribute("app.v")).contains(new Value.Text("1"));
    assertThat(context.attribute("x")).isEmpty();
    assertThat(complaints(() -> ContextShape.read(document("'u'"))))
        .containsExactly(": must be an object, not a text");
  }

  @Test
  void aPlaceHasAKeyAndIsNamedAfterItUnlessGivenAName() {
    assertThat(PlaceShape.read(document("{'key':'web'}")))
        .isEqualTo(new PlaceShape.Wanted("web", "web"));
    assertThat(PlaceShape.read(document("{'key':'web','name':'Web'}")))
        .isEqualTo(new PlaceShape.Wanted("web", "Web"));
    assertThat(complaints(() -> PlaceShape.read(document("{'key':'a b','nam':'x'}"))))
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(':')))
        .containsExactly("/key", "/nam");
    assertThat(complaints(() -> PlaceShape.read(document("{}"))))
        .containsExactly("/key: is missing");
    assertThat(complaints(() -> PlaceShape.read(document("{'key':'a','name':'\\u0000'}"))))
        .hasSize(1);
  }
}
