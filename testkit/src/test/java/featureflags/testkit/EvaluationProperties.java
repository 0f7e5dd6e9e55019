package featureflags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.engine.Admission;
import featureflags.engine.CompiledFlag;
import featureflags.engine.ConditionTrace;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Draw;
import featureflags.engine.Explanation;
import featureflags.engine.Flag;
import featureflags.engine.FlagTrace;
import featureflags.engine.Membership;
import featureflags.engine.Operator;
import featureflags.engine.Percentage;
import featureflags.engine.Reason;
import featureflags.engine.Rollout;
import featureflags.engine.RolloutTrace;
import featureflags.engine.Ruleset;
import featureflags.engine.Serve;
import featureflags.engine.Slot;
import featureflags.engine.Step;
import featureflags.engine.ValueType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// What holds for every flag and every context.
class EvaluationProperties {
  private static final int EXAMPLES = 10_000;

  @Test
  void everyFlagGivesEveryContextOneOfItsVariantsForOneReasonThatIsOpenToIt() {
    qt().withExamples(EXAMPLES)
        .withShrinkCycles(1_000)
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          Decision decision = CompiledFlag.of(flag).evaluate(context, Ruleset.empty());

          assertThat(flag.variants()).contains(decision.variant());
          assertThat(decision.variant().key()).isIn(promised(flag, decision.reason()));
        });
  }

  @Test
  void theSameFlagAndContextAlwaysGiveTheSameDecision() {
    qt().withExamples(EXAMPLES)
        .withShrinkCycles(1_000)
        .forAll(RandomFlags.any(), RandomContexts.attributes())
        .checkAssert((flag, attributes) -> {
          Decision once = CompiledFlag.of(flag).evaluate(Context.of(attributes), Ruleset.empty());
          Decision again = CompiledFlag.of(flag).evaluate(Context.of(attributes), Ruleset.empty());

          assertThat(again).isEqualTo(once);
        });
  }

  @Test
  void aDisabledFlagServesItsOffVariantWhateverItsRulesSay() {
    qt().withExamples(2_000)
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          Decision decision =
              CompiledFlag.of(turned(flag, false)).evaluate(context, Ruleset.empty());

          assertThat(decision.reason()).isEqualTo(new Reason.Disabled());
          assertThat(decision.variant().key()).isEqualTo(flag.offVariant());
        });
  }

  @Test
  void raisingAPercentageOnlyEverAddsSubjects() {
    qt().withExamples(EXAMPLES)
        .withShrinkCycles(1_000)
        .forAll(RandomFlags.any(), RandomContexts.any(), percentages())
        .checkAssert((flag, context, two) -> {
          boolean inLower = rolledOut(flag, two.getFirst(), context);
          boolean inHigher = rolledOut(flag, two.getLast(), context);

          assertThat(inHigher || !inLower).isTrue();
        });
  }

  @Test
  void zeroAdmitsNobodyAndAHundredEverybody() {
    qt().withExamples(2_000)
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          assertThat(rolledOut(flag, Percentage.NOBODY, context)).isFalse();
          assertThat(rolledOut(flag, Percentage.EVERYBODY, context)).isTrue();
        });
  }

  @Test
  void aHashedSubjectIsInExactlyWhenItsSlotIsBelowTheThreshold() {
    qt().withExamples(EXAMPLES)
        .withShrinkCycles(1_000)
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          Explanation explanation = CompiledFlag.of(flag).explain(context, Ruleset.empty());

          for (Step step : explanation.steps()) {
            if (Steps.rollout(step).map(RolloutTrace::admission).orElse(null)
                instanceof Admission.Hashed hashed) {
              assertThat(hashed.admitted()).isEqualTo(hashed.slot() < hashed.threshold());
              assertThat(hashed.threshold()).isEqualTo(hashed.percentage().thousandths());
              assertThat(hashed.slot()).isEqualTo((int) ((hashed.hash() * 100_000L) >>> 32));
            }
          }
        });
  }

  @Test
  void theGeneratorsReachEveryTypeEveryOperatorEveryReasonAndEveryWayToBeAdmitted() {
    var types = EnumSet.noneOf(ValueType.class);
    var held = new HashMap<String, Integer>();
    var kinds = new HashSet<Class<?>>();

    qt().withFixedSeed(1)
        .withExamples(EXAMPLES)
        .forAll(RandomRulesets.any(), RandomContexts.any())
        .checkAssert((definitions, context) -> {
          Ruleset ruleset = DifferentialProperties.compiled(definitions);
          definitions.flags().forEach(flag -> types.add(flag.type()));
          for (CompiledFlag flag : ruleset.flags()) {
            Explanation explanation = flag.explain(context, ruleset);
            kinds.add(explanation.decision().reason().getClass());
            explanation.steps().forEach(step -> note(step, held, kinds));
          }
        });

    assertThat(types).containsExactlyInAnyOrder(ValueType.values());
    assertThat(kinds)
        .containsAll(
            Set.of(
                Reason.Disabled.class,
                Reason.RuleMatch.class,
                Reason.RolledOut.class,
                Reason.Default.class,
                Reason.PrerequisiteFailed.class,
                Membership.NoSegment.class,
                Membership.Excluded.class,
                Membership.Included.class,
                Membership.ByCondition.class,
                FlagTrace.NoFlag.class,
                FlagTrace.Evaluated.class,
                Draw.Undrawn.class,
                Draw.NoSubject.class,
                Draw.Drawn.class,
                Admission.Unhashed.class,
                Admission.NoSubject.class,
                Admission.Hashed.class));
    for (var operator : Operator.values()) {
      assertThat(held.getOrDefault(operator + " true", 0)).as("%s held", operator).isGreaterThan(5);
      assertThat(held.getOrDefault(operator + " false", 0))
          .as("%s did not hold", operator)
          .isGreaterThan(5);
    }
  }

  private static void note(Step step, Map<String, Integer> held, Set<Class<?>> kinds) {
    Steps.rollout(step)
        .ifPresent(rollout -> {
          kinds.add(rollout.admission().getClass());
          kinds.add(rollout.draw().getClass());
        });
    switch (step) {
      case Step.RulePassed(_, var trace) -> note(trace, held, kinds);
      case Step.RuleHeld(_, var trace, _) -> note(trace, held, kinds);
      case Step.Required(_, var outcome, _) -> kinds.add(outcome.getClass());
      case Step.Disabled _, Step.Quarantined _, Step.OwnRollout _, Step.FellThrough _ -> {}
    }
  }

  private static void note(ConditionTrace trace, Map<String, Integer> held, Set<Class<?>> kinds) {
    switch (trace) {
      case ConditionTrace.Tested tested ->
          held.merge(tested.test().operator() + " " + tested.held(), 1, Integer::sum);
      case ConditionTrace.AllOf(var parts, _) -> parts.forEach(each -> note(each, held, kinds));
      case ConditionTrace.AnyOf(var parts, _) -> parts.forEach(each -> note(each, held, kinds));
      case ConditionTrace.Negated(var part, _) -> note(part, held, kinds);
      case ConditionTrace.Segmented(_, var membership, _) -> kinds.add(membership.getClass());
      case ConditionTrace.Flagged(_, var outcome, _) -> kinds.add(outcome.getClass());
    }
  }

  /// The variants that a flag promises for a reason.
  private static List<String> promised(Flag flag, Reason reason) {
    return switch (reason) {
      case Reason.Disabled() -> {
        assertThat(flag.enabled()).isFalse();
        yield List.of(flag.offVariant());
      }
      case Reason.RuleMatch(String id) ->
          flag.rules().stream()
              .filter(rule -> rule.id().equals(id))
              .map(rule -> rule.rollout().serve().variants())
              .findFirst()
              .orElseThrow();
      case Reason.RolledOut() -> flag.rollout().serve().variants();
      case Reason.PrerequisiteFailed() -> List.of(flag.offVariant());
      case Reason.Default() -> List.of(flag.defaultVariant());
      case Reason.Quarantined() -> throw new AssertionError("nothing was wrong with the flag");
    };
  }

  /// Whether the flag's own rollout serves, when it has no rules and this percentage.
  private static boolean rolledOut(Flag flag, Percentage percentage, Context context) {
    Rollout given = flag.rollout();
    var serve = new Serve.One(flag.variants().getFirst().key());
    var rollout = new Rollout(percentage, given.bucketBy(), given.salt(), serve);
    var changed =
        new Flag(
            flag.key(),
            flag.type(),
            true,
            flag.variants(),
            flag.offVariant(),
            flag.defaultVariant(),
            List.of(),
            List.of(),
            rollout);
    return CompiledFlag.of(changed).evaluate(context, Ruleset.empty()).reason()
        instanceof Reason.RolledOut;
  }

  private static Flag turned(Flag flag, boolean enabled) {
    return new Flag(
        flag.key(),
        flag.type(),
        enabled,
        flag.variants(),
        flag.offVariant(),
        flag.defaultVariant(),
        flag.prerequisites(),
        flag.rules(),
        flag.rollout());
  }

  private static Gen<List<Percentage>> percentages() {
    return source -> {
      var dice = new Dice(source);
      int one = dice.below(Slot.COUNT + 1);
      int other = dice.below(Slot.COUNT + 1);
      return List.of(new Percentage(Math.min(one, other)), new Percentage(Math.max(one, other)));
    };
  }
}
