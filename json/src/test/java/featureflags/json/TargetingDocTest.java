package featureflags.json;

import static featureflags.testkit.Values.value;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import featureflags.engine.Arm;
import featureflags.engine.Condition;
import featureflags.engine.Dependencies;
import featureflags.engine.Operator;
import featureflags.engine.Segment;
import featureflags.engine.Slot;
import featureflags.engine.SubjectSet;
import featureflags.engine.Value;
import featureflags.json.TargetingPage.Example;
import featureflags.json.TargetingPage.Row;
import featureflags.testkit.SpecGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `docs/targeting.md` says what the engine does.
class TargetingDocTest {
  private static final String PROBE = "probe-of-the-page";

  private final TargetingPage page = TargetingPage.read();

  @TestFactory
  Stream<DynamicTest> everyExampleComesOutAsThePageSays() {
    return page.examples().stream()
        .flatMap(example ->
            example.rows().stream()
                .map(row ->
                    dynamicTest(
                        "%s for %s".formatted(example.document(), row.context()),
                        () -> check(page, example, row))));
  }

  private static void check(TargetingPage page, Example example, Row row) {
    assertThat(outcome(page, example, row.context()))
        .as("%s for %s", example.document(), row.context())
        .isEqualTo(row.outcome());
  }

  private static String outcome(TargetingPage page, Example example, Value context) {
    if (example.isFlag()) {
      return served(answer(page, example.document(), context));
    }
    Value condition =
        example.isSegment()
            ? value(Map.of("segment", SpecGroup.key(example.document())))
            : example.document();
    Value variant = answer(page, probe(condition), context).get("variant");
    return value("on").equals(variant) ? "yes" : "no";
  }

  private static String served(Map<String, Value> answer) {
    return Stream.of("variant", "reason", "ruleId")
        .filter(answer::containsKey)
        .map(name -> answer.get(name) instanceof Value.Text(String text) ? text : "")
        .reduce("%s %s"::formatted)
        .orElseThrow();
  }

  /// A flag that is on for those whom a condition holds for.
  private static Value probe(Value condition) {
    return value(
        Map.of(
            "key",
            PROBE,
            "enabled",
            true,
            "rules",
            List.of(Map.of("when", condition, "variant", "on"))));
  }

  /// Asked among all flags and segments of the page.
  private static Map<String, Value> answer(TargetingPage page, Value flag, Value context) {
    var flags = new ArrayList<>(page.flags());
    flags.remove(flag);
    flags.add(flag);
    Value answer = World.of(flags, page.segments()).answer(SpecGroup.key(flag), context);
    return ((Value.Structure) answer).fields();
  }

  @Test
  void anExampleThatSaysTheWrongThingFails() {
    var wrong =
        TargetingPage.of(
            """
            ```json
            {"attribute": "plan", "operator": "exists"}
            ```

            | context | holds |
            |---|---|
            | `{"plan": "pro"}` | no |
            """);
    Example example = wrong.examples().getFirst();

    assertThatThrownBy(() -> check(wrong, example, example.rows().getFirst()))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void noBlockAndNoTableIsOverlooked() {
    Stream<Example> withTable = page.examples().stream().filter(each -> !each.rows().isEmpty());

    assertThat(page.examples()).hasSize(page.text().split("```json", -1).length - 1).isNotEmpty();
    assertThat(withTable.count()).isEqualTo(page.text().split("\\| context ", -1).length - 1);
  }

  @Test
  void everyOperatorHasAnExampleOfItsOwnWithBothOutcomes() {
    Set<String> shown =
        page.examples().stream()
            .filter(
                example -> example.rows().stream().map(Row::outcome).collect(toSet()).size() == 2)
            .filter(example -> example.document() instanceof Value.Structure)
            .map(example -> ((Value.Structure) example.document()).fields())
            .map(fields -> fields.get("operator"))
            .filter(Value.Text.class::isInstance)
            .map(operator -> ((Value.Text) operator).value())
            .collect(toSet());

    assertThat(shown).containsExactlyInAnyOrderElementsOf(Names.operators());
    for (Operator operator : Operator.values()) {
      assertThat(page.text()).contains("`%s`.".formatted(Names.of(operator)));
    }
  }

  @Test
  void theLimitsAreThoseOfTheEngine() {
    assertThat(page.text())
        .contains("| depth of a condition | %d |".formatted(Condition.MAX_DEPTH))
        .contains("`not` counted | %,d |".formatted(Condition.MAX_NODES))
        .contains("| values of a test | %,d;".formatted(Condition.AttributeTest.MAX_VALUES))
        .contains("lists of a segment | %,d together".formatted(Segment.MAX_KEYS))
        .contains("each of %,d characters |".formatted(SubjectSet.MAX_KEY_LENGTH))
        .contains("conditions on flags | %,d |".formatted(Dependencies.MAX_EVALUATIONS))
        .contains("the first counted | %d |".formatted(Dependencies.MAX_LEVELS))
        .contains("whole numbers up to %,d of any sum".formatted(Arm.MAX_WEIGHT))
        .contains("from 0 to %,d".formatted(Slot.COUNT - 1));
  }
}
