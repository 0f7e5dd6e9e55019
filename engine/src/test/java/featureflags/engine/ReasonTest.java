package featureflags.engine;

import static featureflags.engine.Definitions.disabled;
import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Definitions.serves;
import static featureflags.engine.Literals.context;
import static featureflags.engine.Literals.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Why a variant is served: the first reason that applies, and the steps that led to it.
class ReasonTest {
  private static final Context PRO = context(Map.of("plan", "pro", "targetingKey", "u"));
  private static final Condition IS_PRO = Definitions.test("plan", Operator.EQ, "pro");
  private static final Ruleset WITH_GROUND =
      Ruleset.empty().edit().put(CompiledFlag.of(flag("ground", rule("r", IS_PRO)))).build();

  @Test
  void everyReasonHasTheWordThatTheAuditTrailKeeps() {
    assertThat(new Reason.Disabled().code()).isEqualTo("FLAG_DISABLED");
    assertThat(new Reason.PrerequisiteFailed().code()).isEqualTo("PREREQUISITE_FAILED");
    assertThat(new Reason.RuleMatch("r").code()).isEqualTo("TARGETING_RULE");
    assertThat(new Reason.RolledOut().code()).isEqualTo("ROLLOUT");
    assertThat(new Reason.Default().code()).isEqualTo("DEFAULT");
    assertThat(new Reason.Quarantined().code()).isEqualTo("ERROR");
  }

  @Test
  void aDisabledFlagServesItsOffVariantWhateverItsRulesSay() {
    Explanation explanation = explained(CompiledFlag.of(disabled("a", rule("r", IS_PRO))));

    assertThat(explanation.decision()).isEqualTo(off(new Reason.Disabled()));
    assertThat(explanation.steps()).containsExactly(new Step.Disabled());
  }

  @Test
  void aQuarantinedFlagServesWhatItIsToldTo() {
    var off = new Variant("dark", value("none"));

    Explanation explanation = explained(CompiledFlag.quarantined("a", off));

    assertThat(explanation.decision()).isEqualTo(new Decision(off, new Reason.Quarantined()));
    assertThat(explanation.steps()).containsExactly(new Step.Quarantined());
  }

  @Test
  void aPrerequisiteThatDoesNotHoldEndsTheEvaluation() {
    var held = new Prerequisite("ground", List.of("off", "on"));
    for (Prerequisite failing :
        List.of(
            new Prerequisite("ground", List.of("off", "On")),
            new Prerequisite("none", List.of("on")))) {
      Explanation explanation =
          explained(CompiledFlag.of(flag("a", List.of(held, failing, held), rule("r", IS_PRO))));

      assertThat(explanation.decision()).isEqualTo(off(new Reason.PrerequisiteFailed()));
      assertThat(explanation.steps()).hasSize(2);
      assertThat(explanation.steps().getLast())
          .isInstanceOfSatisfying(
              Step.Required.class,
              step -> {
                assertThat(step.prerequisite()).isEqualTo(failing);
                assertThat(step.held()).isFalse();
              });
    }
  }

  @Test
  void whenAllPrerequisitesHoldTheRulesAreTried() {
    var held = new Prerequisite("ground", List.of("off", "on"));

    Explanation explanation =
        explained(
            CompiledFlag.of(
                flag(
                    "a",
                    List.of(held, held),
                    rule("r1", new Condition.Not(IS_PRO)),
                    rule("r2", serves("ground", "on")),
                    rule("r3", IS_PRO))));

    assertThat(explanation.decision().reason()).isEqualTo(new Reason.RuleMatch("r2"));
    assertThat(explanation.steps())
        .extracting(step -> step.getClass().getSimpleName())
        .containsExactly("Required", "Required", "RulePassed", "RuleHeld");
  }

  @Test
  void theFlagsOwnRolloutComesBehindItsRulesAndTheDefaultBehindThat() {
    Flag plain = flag("a", rule("r1", new Condition.Not(IS_PRO)));
    Flag rolledOut =
        new Flag(
            plain.key(),
            plain.type(),
            true,
            plain.variants(),
            "off",
            "off",
            List.of(),
            plain.rules(),
            Definitions.all(new Serve.One("on"), Percentage.EVERYBODY));

    Explanation out = explained(CompiledFlag.of(rolledOut));
    Explanation through = explained(CompiledFlag.of(plain));

    assertThat(out.decision().reason()).isEqualTo(new Reason.RolledOut());
    assertThat(out.steps().getLast()).isInstanceOf(Step.OwnRollout.class);
    assertThat(through.decision()).isEqualTo(off(new Reason.Default()));
    assertThat(through.steps().getLast()).isEqualTo(new Step.FellThrough());
  }

  @Test
  void everyPartOfAConditionIsTold() {
    Condition tree =
        new Condition.All(
            List.of(
                new Condition.Any(List.of(IS_PRO, Definitions.test("no", Operator.EXISTS))),
                new Condition.Not(new Condition.InSegment("none"))));

    Step step = explained(CompiledFlag.of(flag("a", rule("r", tree)))).steps().getFirst();

    var isPro = new ConditionTrace.Tested((Condition.AttributeTest) IS_PRO, value("pro"), true);
    var exists = (Condition.AttributeTest) Definitions.test("no", Operator.EXISTS);
    var noSegment = new ConditionTrace.Segmented("none", new Membership.NoSegment(), false);
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.RuleHeld.class,
            held ->
                assertThat(held.condition())
                    .isEqualTo(
                        new ConditionTrace.AllOf(
                            List.of(
                                new ConditionTrace.AnyOf(
                                    List.of(
                                        isPro,
                                        new ConditionTrace.Tested(
                                            exists, Literals.nothing(), false)),
                                    true),
                                new ConditionTrace.Negated(noSegment, true)),
                            true)));
  }

  private static Explanation explained(CompiledFlag flag) {
    Explanation explanation = flag.explain(PRO, WITH_GROUND);

    assertThat(flag.evaluate(PRO, WITH_GROUND)).isEqualTo(explanation.decision());
    return explanation;
  }

  private static Decision off(Reason reason) {
    return new Decision(new Variant("off", value(false)), reason);
  }
}
