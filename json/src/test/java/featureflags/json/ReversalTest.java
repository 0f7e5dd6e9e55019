package featureflags.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Draft;
import featureflags.json.Reversal.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReversalTest {
  private static final String FIRST =
      """
      {"key": "f", "name": "F", "enabled": true, "rolloutPercentage": 10, "tags": ["a"], "rules": [
        {"id": "r1", "attribute": "plan", "operator": "eq", "values": ["pro"], "variant": "on", "priority": 1},
        {"id": "r2", "attribute": "age", "operator": "gt", "values": [17], "variant": "on", "priority": 2},
        {"id": "r3", "attribute": "country", "operator": "in", "values": ["DE"], "variant": "on", "priority": 3}]}
      """;

  private static Draft draft(String json) {
    return DraftShape.read(ValueReader.readDefinition(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static Draft edit(Draft draft, String instructions) {
    String patch = "{\"instructions\": [%s]}".formatted(instructions);
    return Instructions.read(ValueReader.readDefinition(patch.getBytes(StandardCharsets.UTF_8)))
        .apply(draft);
  }

  private static final String OFF = "{\"kind\": \"turnOff\"}";
  private static final String NO_R2 = "{\"kind\": \"removeRule\", \"ruleId\": \"r2\"}";

  @Test
  void withoutLaterChangesItIsTheVersionBefore() {
    Draft first = draft(FIRST);
    Draft second = draft(FIRST.replace("\"pro\"", "\"free\"").replace("10", "20"));

    assertThat(Reversal.of(first, second, second)).isEqualTo(new Outcome.Done(first));
  }

  @Test
  void laterChangesOfOtherThingsStay() {
    Draft first = draft(FIRST);
    Draft second = draft(FIRST.replace("\"pro\"", "\"free\""));
    Draft third =
        draft(FIRST.replace("\"pro\"", "\"free\"").replace("[17]", "[18]").replace("10", "30"));

    assertThat(Reversal.of(first, second, third))
        .isEqualTo(new Outcome.Done(draft(FIRST.replace("[17]", "[18]").replace("10", "30"))));
  }

  @Test
  void aLaterChangeOfTheSameIsAClashThatIsNamed() {
    Draft first = draft(FIRST);
    Draft second = draft(FIRST.replace("\"pro\"", "\"free\"").replace("10", "20"));
    Draft third = draft(FIRST.replace("\"pro\"", "\"basic\"").replace("10", "30"));

    assertThat(Reversal.of(first, second, third))
        .isInstanceOfSatisfying(
            Outcome.Clash.class,
            clash ->
                assertThat(clash.places())
                    .containsExactlyInAnyOrder("rules[r1].values", "rolloutPercentage"));
  }

  @Test
  void whatALaterChangeHasTakenBackAlreadyIsNoClash() {
    Draft first = draft(FIRST);
    Draft second = draft(FIRST.replace("10", "20"));
    Draft third = draft(FIRST.replace("\"F\"", "\"G\""));

    assertThat(Reversal.of(first, second, third)).isEqualTo(new Outcome.Done(third));
  }

  @Test
  void aRuleThatWasTakenOutComesBackToItsPlace() {
    Draft first = draft(FIRST);
    Draft second = edit(first, NO_R2);
    Draft third = edit(second, OFF);

    assertThat(Reversal.of(first, second, third)).isEqualTo(new Outcome.Done(edit(first, OFF)));
  }

  @Test
  void aRuleThatWasAddedGoesAgainUnlessItWasChangedSince() {
    Draft second = draft(FIRST);
    Draft first = edit(second, NO_R2);
    Draft third = draft(FIRST.replace("[17]", "[21]"));

    assertThat(Reversal.of(first, second, edit(second, OFF)))
        .isEqualTo(new Outcome.Done(edit(first, OFF)));
    assertThat(Reversal.of(first, second, third))
        .isInstanceOfSatisfying(
            Outcome.Clash.class, clash -> assertThat(clash.places()).containsExactly("rules[r2]"));
  }

  private static final String OF_ONE_PRIORITY =
      FIRST.replaceAll("\"priority\": \\d", "\"priority\": 1");

  private static String moved(String rule, String before) {
    return "{\"kind\": \"moveRule\", \"ruleId\": \"%s\", \"before\": \"%s\"}"
        .formatted(rule, before);
  }

  @Test
  void rulesGetTheirOrderBackUnlessItWasChangedSince() {
    Draft first = draft(OF_ONE_PRIORITY);
    Draft second = edit(first, moved("r3", "r1"));
    Draft third = edit(second, moved("r2", "r3"));
    String fewer = "{\"kind\": \"removeRule\", \"ruleId\": \"r1\"}";

    assertThat(Reversal.of(first, second, second)).isEqualTo(new Outcome.Done(first));
    assertThat(Reversal.of(first, second, edit(second, fewer)))
        .isEqualTo(new Outcome.Done(edit(first, fewer)));
    assertThat(Reversal.of(first, second, draft(OF_ONE_PRIORITY.replace("[17]", "[18]"))))
        .isEqualTo(new Outcome.Done(draft(OF_ONE_PRIORITY.replace("[17]", "[18]"))));
    assertThat(Reversal.of(first, second, third))
        .isInstanceOfSatisfying(
            Outcome.Clash.class, clash -> assertThat(clash.places()).containsExactly("rules"));
  }

  @Test
  void theValueOfAVariantIsOneValueWhateverIsInIt() {
    String flag =
        """
        {"key": "f", "type": "json", "variants": [
          {"key": "on", "value": {"list": [{"id": "p", "n": 1}, {"id": "q", "n": 1}]}},
          {"key": "off", "value": {}}]}
        """;
    Draft first = draft(flag);
    Draft second = draft(flag.replace("\"p\", \"n\": 1", "\"p\", \"n\": 2"));
    Draft third =
        draft(
            flag.replace("\"p\", \"n\": 1", "\"p\", \"n\": 2")
                .replace("\"q\", \"n\": 1", "\"q\", \"n\": 3"));

    assertThat(Reversal.of(first, second, third))
        .isInstanceOfSatisfying(
            Outcome.Clash.class,
            clash -> assertThat(clash.places()).containsExactly("variants[on].value"));
  }

  @Test
  void aListWithoutNamesIsOneValue() {
    Draft first = draft(FIRST);
    Draft second = draft(FIRST.replace("[\"a\"]", "[\"a\", \"b\"]"));
    Draft third = draft(FIRST.replace("[\"a\"]", "[\"a\", \"b\", \"c\"]"));

    assertThat(Reversal.of(first, second, third))
        .isInstanceOfSatisfying(
            Outcome.Clash.class, clash -> assertThat(clash.places()).containsExactly("tags"));
  }

  @Test
  void whatIsLeftMustBeAFlag() {
    Draft first = draft(FIRST);
    String variants =
        "\"variants\": [{\"key\": \"on\", \"value\": true}, {\"key\": \"off\", \"value\": false},"
            + " {\"key\": \"beta\", \"value\": true}], \"tags\"";
    String second = FIRST.replace("\"tags\"", variants);
    Draft third = draft(second.replace("[17], \"variant\": \"on\"", "[17], \"variant\": \"beta\""));

    assertThatThrownBy(() -> Reversal.of(first, draft(second), third))
        .isInstanceOf(InvalidDocument.class)
        .hasMessageContaining("beta");
  }
}
