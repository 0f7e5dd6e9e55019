package featureflags.testkit;

import static featureflags.testkit.Values.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.engine.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationSpecTest {
  private static final Value RULE_ANSWER =
      value(
          Map.of("variant", "on", "reason", "TARGETING_RULE", "ruleId", "r1", "value", List.of(1)));

  @Test
  void aGroupHasACaseForEachContextAndForEachAnswer() {
    SpecGroup group =
        group(
            Map.of(
                "name", "g",
                "flag", Map.of("key", "f"),
                "others", List.of(Map.of("key", "o")),
                "segments", List.of(Map.of("key", "s")),
                "serves", Map.of("on", Map.of("pro", List.of(Map.of("plan", "pro"), Map.of()))),
                "answers", List.of(answer(Map.of("reason", "DEFAULT")))));

    assertThat(group.flags()).extracting(SpecGroup::key).containsExactly("o", "f");
    assertThat(group.segments()).extracting(SpecGroup::key).containsExactly("s");
    assertThat(group.cases())
        .extracting(SpecCase::label)
        .containsExactly("pro", "pro", "an answer");
  }

  @Test
  void theWantedAnswerMeetsNoObjection() {
    assertThat(wanting(Map.of()).objections(RULE_ANSWER)).isEmpty();
    assertThat(
            wanting(Map.of("reason", "TARGETING_RULE", "ruleId", "r1", "value", List.of(1)))
                .objections(RULE_ANSWER))
        .isEmpty();
  }

  @Test
  void eachWrongMemberMeetsAnObjection() {
    assertThat(wanting(Map.of("variant", "off")).objections(RULE_ANSWER)).hasSize(1);
    assertThat(wanting(Map.of("reason", "ROLLOUT", "ruleId", "r1")).objections(RULE_ANSWER))
        .hasSize(1);
    assertThat(wanting(Map.of("ruleId", "r2")).objections(RULE_ANSWER)).hasSize(1);
    assertThat(wanting(Map.of("value", List.of(2))).objections(RULE_ANSWER)).hasSize(1);
    assertThat(wanting(Map.of("ruleId", "r1")).objections(value(Map.of("variant", "on"))))
        .hasSize(1);
  }

  @Test
  void aRuleWhereNoneIsWantedMeetsAnObjection() {
    assertThat(wanting(Map.of("reason", "TARGETING_RULE")).objections(RULE_ANSWER)).hasSize(1);
  }

  @Test
  void aFileThatTestsNothingOrIsMisspeltIsRefused() {
    assertThatThrownBy(() -> EvaluationSpec.of("f", value(Map.of("groups", List.of()))))
        .hasMessageContaining("no groups");
    assertThatThrownBy(() -> group(Map.of("name", "g", "flag", Map.of("key", "f"))))
        .hasMessageContaining("no cases");
    assertThatThrownBy(() -> group(Map.of("name", "g", "anwsers", List.of())))
        .hasMessageContaining("anwsers");
    assertThatThrownBy(() -> SpecCase.answered(value(Map.of("label", "l", "context", Map.of()))))
        .hasMessageContaining("no variant");
  }

  private static SpecGroup group(Map<String, ?> group) {
    return EvaluationSpec.of("f", value(Map.of("about", "a", "groups", List.of(group))))
        .groups()
        .getFirst();
  }

  private static SpecCase wanting(Map<String, ?> wanted) {
    return SpecCase.answered(value(answer(wanted)));
  }

  private static Map<String, Object> answer(Map<String, ?> wanted) {
    var answer = new HashMap<String, Object>();
    answer.put("label", "an answer");
    answer.put("context", Map.of());
    answer.put("variant", "on");
    answer.putAll(wanted);
    return answer;
  }
}
