package featureflags.json;

import static featureflags.testkit.Values.value;
import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import featureflags.engine.Condition;
import featureflags.engine.Operator;
import featureflags.engine.Rule;
import featureflags.testkit.EvaluationSpec;
import featureflags.testkit.SpecCase;
import featureflags.testkit.SpecGroup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The public contract of evaluation: `spec/evaluation`, read as the wire is read and answered by
/// the engine.
class EvaluationSpecTest {
  private static final Set<String> LABELS =
      Set.of("match", "no match", "absent", "null", "list", "wrong type");

  private static final List<EvaluationSpec> FILES = EvaluationSpec.all(ValueReader::readDefinition);

  @TestFactory
  Stream<DynamicNode> everyCaseIsAnsweredAsItSays() {
    return FILES.stream()
        .map(file ->
            dynamicContainer(file.name(), file.groups().stream().map(EvaluationSpecTest::tests)));
  }

  private static DynamicNode tests(SpecGroup group) {
    var world = World.of(group);
    return dynamicContainer(
        group.name(),
        group.cases().stream()
            .map(each -> dynamicTest(each.label(), () -> check(world, group, each))));
  }

  private static void check(World world, SpecGroup group, SpecCase each) {
    assertThat(each.objections(world.answer(group.key(), each.context())))
        .as("%s, %s: %s", group.key(), each.label(), each.context())
        .isEmpty();
  }

  @Test
  void aWrongExpectationFails() {
    SpecGroup group =
        EvaluationSpec.of(
                "wrong",
                value(
                    Map.of(
                        "groups",
                        List.of(
                            Map.of(
                                "name", "a disabled flag serves on",
                                "flag", Map.of("key", "disabled"),
                                "serves", Map.of("on", Map.of("anybody", List.of(Map.of()))))))))
            .groups()
            .getFirst();

    assertThatThrownBy(() -> check(World.of(group), group, group.cases().getFirst()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("variant");
  }

  @Test
  void everyOperatorHasEveryKindOfCase() {
    Map<Operator, Set<String>> labels =
        operatorGroups()
            .collect(
                groupingBy(
                    EvaluationSpecTest::operator,
                    flatMapping(group -> group.cases().stream().map(SpecCase::label), toSet())));

    assertThat(labels.keySet()).containsExactlyInAnyOrder(Operator.values());
    assertThat(labels).allSatisfy((_, seen) -> assertThat(seen).containsAll(LABELS));
  }

  /// But for those that ask for presence alone: a list is always there.
  @Test
  void everyOperatorHoldsForOneListAndNotForAnother() {
    Map<Operator, Set<Object>> outcomes =
        operatorGroups()
            .filter(group -> !operator(group).takesNoValues())
            .collect(
                groupingBy(
                    EvaluationSpecTest::operator,
                    flatMapping(
                        group ->
                            group.cases().stream()
                                .filter(each -> each.label().equals("list"))
                                .map(SpecCase::variant),
                        toSet())));

    assertThat(outcomes).allSatisfy((_, seen) -> assertThat(seen).hasSize(2));
  }

  @Test
  void everyOperatorThatComparesTextsIgnoresCase() {
    Set<Operator> ignoring =
        operatorGroups()
            .filter(group -> test(group).ignoreCase())
            .map(EvaluationSpecTest::operator)
            .collect(toSet());

    assertThat(ignoring)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Operator.values()).filter(Operator::comparesTexts).toList());
  }

  /// So that all of them fit into one environment.
  @Test
  void noKeyIsThereTwice() {
    Stream<SpecGroup> groups = FILES.stream().flatMap(file -> file.groups().stream());
    List<SpecGroup> all = groups.toList();

    assertThat(all.stream().flatMap(group -> group.flags().stream()).map(SpecGroup::key))
        .doesNotHaveDuplicates();
    assertThat(all.stream().flatMap(group -> group.segments().stream()).map(SpecGroup::key))
        .doesNotHaveDuplicates();
  }

  private static Stream<SpecGroup> operatorGroups() {
    return FILES.stream()
        .filter(file -> file.name().equals("operators.json"))
        .flatMap(file -> file.groups().stream());
  }

  private static Operator operator(SpecGroup group) {
    return test(group).operator();
  }

  private static Condition.AttributeTest test(SpecGroup group) {
    Rule rule = DraftShape.read(group.flag()).flag().rules().getFirst();
    return (Condition.AttributeTest) rule.when();
  }
}
