package featureflags.engine;

import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Literals.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;

/// The index leaves out no rule that matches, and the first rule that matches serves.
class RuleIndexProperties {
  private static final List<String> ATTRIBUTES =
      List.of("plan", "country", "app.version", "userId");
  private static final List<Object> SCALARS =
      List.of("a", "b", "c", "A", "", "5", "5.0", "true", 5, 5.0, 6, true, false, -0.0);
  private static final Map<String, Object> OBJECT = Map.of("version", "a");

  @Test
  void theFirstRuleThatMatchesServesHoweverManyThereAre() {
    qt().withExamples(300)
        .withShrinkCycles(100)
        .forAll(lists().of(conditions()).ofSizeBetween(0, 150), lists().of(contexts()).ofSize(20))
        .checkAssert((conditions, contexts) -> {
          CompiledFlag compiled = CompiledFlag.of(flag("checkout", rules(conditions)));

          for (Context context : contexts) {
            Reason expected =
                IntStream.range(0, conditions.size())
                    .filter(i -> holds(conditions.get(i), context))
                    .<Reason>mapToObj(i -> new Reason.RuleMatch("r" + i))
                    .findFirst()
                    .orElse(new Reason.Default());

            assertThat(compiled.evaluate(context, Ruleset.empty()).reason()).isEqualTo(expected);
          }
        });
  }

  @Test
  void aRuleIsFoundByTheOneTextThatItWants() {
    List<Condition> conditions =
        IntStream.range(0, 64)
            .mapToObj(i -> Definitions.test("plan", Operator.EQ, "plan-" + i))
            .toList();
    CompiledFlag compiled = CompiledFlag.of(flag("checkout", rules(conditions)));

    assertThat(reason(compiled, Map.of("plan", "plan-7"))).isEqualTo(new Reason.RuleMatch("r7"));
    assertThat(reason(compiled, Map.of("plan", List.of("plan-9", "plan-7"))))
        .isEqualTo(new Reason.RuleMatch("r7"));
    assertThat(reason(compiled, Map.of("plan", "other"))).isEqualTo(new Reason.Default());
    assertThat(reason(compiled, Map.of())).isEqualTo(new Reason.Default());
  }

  private static Reason reason(CompiledFlag flag, Map<String, ?> attributes) {
    return flag.evaluate(context(attributes), Ruleset.empty()).reason();
  }

  @Test
  void rulesAreTriedByAscendingPriorityAndTiesByPosition() {
    var rules = new ArrayList<Rule>();
    for (int i = 0; i < 100; i++) {
      Rule plain = rule("r" + i, Definitions.test("plan", Operator.EQ, "p" + i % 10));
      rules.add(new Rule(plain.id(), i / 50 == 0 ? 7 : -7, plain.when(), plain.rollout()));
    }
    CompiledFlag compiled = CompiledFlag.of(flag("checkout", rules.toArray(Rule[]::new)));

    Decision decision = compiled.evaluate(context(Map.of("plan", "p3")), Ruleset.empty());

    assertThat(decision.reason()).isEqualTo(new Reason.RuleMatch("r53"));
  }

  private static Rule[] rules(List<Condition> conditions) {
    return IntStream.range(0, conditions.size())
        .mapToObj(i -> rule("r" + i, conditions.get(i)))
        .toArray(Rule[]::new);
  }

  private static boolean holds(Condition condition, Context context) {
    return ConditionNode.compile(condition).matches(context, Ruleset.empty());
  }

  private static Gen<Condition> conditions() {
    return source -> condition(source, 3);
  }

  private static Condition condition(RandomnessSource source, int levels) {
    int kind = levels == 1 ? 0 : Texts.between(source, 0, 5);
    return switch (kind) {
      case 0, 1 -> test(source);
      case 2, 3 -> new Condition.All(conditions(source, levels - 1));
      case 4 -> new Condition.Any(conditions(source, levels - 1));
      default -> new Condition.Not(condition(source, levels - 1));
    };
  }

  private static List<Condition> conditions(RandomnessSource source, int levels) {
    var conditions = new ArrayList<Condition>();
    for (int left = Texts.between(source, 1, 3); left > 0; left--) {
      conditions.add(condition(source, levels));
    }
    return conditions;
  }

  private static Condition test(RandomnessSource source) {
    Operator operator =
        List.of(Operator.EQ, Operator.IN, Operator.NEQ, Operator.NOT_IN, Operator.NOT_EXISTS)
            .get(Texts.between(source, 0, 4));
    List<Value> values = new ArrayList<>();
    if (!operator.takesNoValues()) {
      for (int left = Texts.between(source, 1, 3); left > 0; left--) {
        values.add(Literals.value(SCALARS.get(Texts.between(source, 0, SCALARS.size() - 1))));
      }
    }
    boolean ignoreCase = operator.comparesTexts() && Texts.between(source, 0, 4) == 0;
    return new Condition.AttributeTest(attribute(source), operator, values, ignoreCase);
  }

  private static String attribute(RandomnessSource source) {
    return ATTRIBUTES.get(Texts.between(source, 0, ATTRIBUTES.size() - 1));
  }

  /// Attributes of every type, absent ones among them.
  private static Gen<Context> contexts() {
    return source -> {
      var attributes = new HashMap<String, Object>();
      for (int left = Texts.between(source, 0, 5); left > 0; left--) {
        Object scalar = SCALARS.get(Texts.between(source, 0, SCALARS.size() - 1));
        Object value =
            switch (Texts.between(source, 0, 6)) {
              case 0 -> List.of(scalar, "c");
              case 1 -> Literals.nothing();
              case 2 -> OBJECT;
              default -> scalar;
            };
        attributes.put(Texts.between(source, 0, 4) == 0 ? "app" : attribute(source), value);
      }
      return context(attributes);
    };
  }
}
