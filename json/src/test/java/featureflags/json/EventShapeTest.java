package featureflags.json;

import static featureflags.json.Documents.bytes;
import static featureflags.json.Documents.complaints;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventShapeTest {
  private static final String GOOD =
      "'i':'01900000-0000-7000-8000-000000000000','t':5,'p':'default','e':'production','f':'flag',"
          + "'v':1,'n':'on','r':'DEFAULT'";

  @Test
  void theWireOfTheStreamIsThis() {
    var event = event("u", Map.of("plan", new Value.Text("pro")));

    assertThat(new String(EventShape.pack(List.of(event)), StandardCharsets.UTF_8))
        .isEqualTo(
            "[{'i':'01900000-0000-7000-8000-000000000000','t':1767323045678,'p':'default','e':'production','f':'checkout','v':3,'n':'on','r':'TARGETING_RULE','u':'r1','s':'u','a':{'plan':'pro'}}]"
                .replace('\'', '"'));
  }

  @Test
  void anAttributeAsDeepAsAContextMayBeSurvivesTheStream() {
    Value deep = new Value.Text("bottom");
    for (int level = 0; level < ValueReader.MAX_DEPTH; level++) {
      deep = level % 2 == 0 ? new Value.Items(List.of(deep)) : structure(deep);
    }
    var event = event("u", Map.of("deep", deep));

    assertThat(EventShape.unpack(EventShape.pack(List.of(event)))).containsExactly(event);
  }

  @Test
  void hostileTextsSurviveTheStream() {
    var event =
        event(
            "\u0000\ud83d\"\\",
            Map.of("\u0000a", new Value.Text("\udc00"), "🌸", structure(new Value.Nothing())));

    assertThat(EventShape.unpack(EventShape.pack(List.of(event)))).containsExactly(event);
  }

  @Test
  void anEventWithoutRuleSubjectAndAttributesIsReadAsOne() {
    List<EvaluationEvent> events = EventShape.unpack(bytes("[{%s}]".formatted(GOOD)));

    assertThat(events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.rule()).isEmpty();
          assertThat(event.subject()).isEmpty();
          assertThat(event.attributes()).isEmpty();
          assertThat(event.time()).isEqualTo(Instant.ofEpochMilli(5));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'i':'01900000-0000-7000-8000-000000000000' | 'i':'5'    | /1/i: '5' is no UUID
          't':5            | 't':'now'  | /1/t: is missing, or no time of the years 1 to 9999
          'p':'default'    | 'p':'-x'   | /1/p: '-x' is not a key
          'p':'default'    | 'p':''     | /1/p: '' is not a key
          'e':'production' | 'e':'a/b'  | /1/e: 'a/b' is not a key
          'f':'flag'       | 'g':'flag' | /1/f: is missing
          'v':1            | 'v':'1'    | /1/v: must be a whole number, not a text
          'n':'on'         | 'n':5      | /1/n: must be a text, not the number 5
          'v':1            | 'v':1,'a':5 | /1/a: must be an object, not the number 5
          'v':1            | 'v':1,'x':5 | /1/x: is no field here
          """)
  void aDamagedEventIsRefusedWithItsPlace(String good, String bad, String complaint) {
    String damaged = GOOD.replace(good, bad);

    assertThat(complaints(() -> EventShape.unpack(bytes("[{%s},{%s}]".formatted(GOOD, damaged)))))
        .anySatisfy(each -> assertThat(each).startsWith(complaint));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "5", "null", "[5]", "[null]", "[[]]", "", "["})
  void anEntryIsAListOfEvents(String entry) {
    assertThat(complaints(() -> EventShape.unpack(bytes(entry)))).hasSize(1);
  }

  @Test
  void theTrailNamesEverythingAndSaysNullForNothing() {
    assertThat(ValueWriter.text(EventShape.trail(event("u", Map.of()))))
        .isEqualTo(
            "{'id':'01900000-0000-7000-8000-000000000000','time':'2026-01-02T03:04:05.678Z','version':3,'variant':'on','reason':'TARGETING_RULE','ruleId':'r1','subject':'u','attributes':{}}"
                .replace('\'', '"'));
    assertThat(ValueWriter.text(EventShape.trail(event("", Map.of()))))
        .contains("\"subject\":null");
  }

  private static Value structure(Value inner) {
    return new Value.Structure(Map.of("a", inner));
  }

  private static EvaluationEvent event(String subject, Map<String, Value> attributes) {
    return new EvaluationEvent(
        UUID.fromString("01900000-0000-7000-8000-000000000000"),
        Instant.parse("2026-01-02T03:04:05.678Z"),
        Scope.DEFAULT,
        "checkout",
        3,
        "on",
        "TARGETING_RULE",
        "r1",
        subject,
        attributes);
  }
}
