package featureflags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.engine.Admission;
import featureflags.engine.CompiledFlag;
import featureflags.engine.ConditionTrace;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Explanation;
import featureflags.engine.Flag;
import featureflags.engine.Operator;
import featureflags.engine.Percentage;
import featureflags.engine.Reason;
import featureflags.engine.Rollout;
import featureflags.engine.Serve;
import featureflags.engine.Slot;
import featureflags.engine.Step;
import featureflags.engine.ValueType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// What holds for every flag and every context.
class EvaluationProperties {
  private static final int EXAMPLES = 10_000;

  @Test
  void everyFlagGivesEveryContextOneOfItsVariantsForOneReasonThatIsOpenToIt() {
    qt().withExamples(EXAMPLES)
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          Decision decision = CompiledFlag.of(flag).evaluate(context);

          assertThat(flag.variants()).contains(decision.variant());
          assertThat(decision.variant().key()).isEqualTo(promised(flag, decision.reason()));
        });
  }

  @Test
  void theSameFlagAndContextAlwaysGiveTheSameDecision() {
    qt().withExamples(EXAMPLES)
        .forAll(RandomFlags.any(), RandomContexts.attributes())
        .checkAssert((flag, attributes) -> {
          Decision once = CompiledFlag.of(flag).evaluate(Context.of(attributes));
          Decision again = CompiledFlag.of(flag).evaluate(Context.of(attributes));

          assertThat(again).isEqualTo(once);
        });
  }

  @Test
  void anExplanationDecidesAsTheEvaluationAndItsLastStepIsTheOneThatServed() {
    qt().withExamples(EXAMPLES)
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          CompiledFlag compiled = CompiledFlag.of(flag);

          Explanation explanation = compiled.explain(context);

          assertThat(explanation.decision()).isEqualTo(compiled.evaluate(context));
          assertThat(served(explanation.steps().getLast()))
              .contains(explanation.decision().reason());
          assertThat(explanation.steps().subList(0, explanation.steps().size() - 1))
              .allSatisfy(step -> assertThat(served(step)).isEmpty());
        });
  }

  @Test
  void aDisabledFlagServesItsOffVariantWhateverItsRulesSay() {
    qt().withExamples(2_000)
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          Decision decision = CompiledFlag.of(turned(flag, false)).evaluate(context);

          assertThat(decision.reason()).isEqualTo(new Reason.Disabled());
          assertThat(decision.variant().key()).isEqualTo(flag.offVariant());
        });
  }

  @Test
  void raisingAPercentageOnlyEverAddsSubjects() {
    qt().withExamples(EXAMPLES)
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
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          Explanation explanation = CompiledFlag.of(flag).explain(context);

          for (Step step : explanation.steps()) {
            if (admission(step).orElse(null) instanceof Admission.Hashed hashed) {
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
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          types.add(flag.type());
          Explanation explanation = CompiledFlag.of(flag).explain(context);
          kinds.add(explanation.decision().reason().getClass());
          explanation.steps().forEach(step -> note(step, held, kinds));
        });

    assertThat(types).containsExactlyInAnyOrder(ValueType.values());
    assertThat(kinds)
        .containsAll(
            Set.of(
                Reason.Disabled.class,
                Reason.RuleMatch.class,
                Reason.RolledOut.class,
                Reason.Default.class,
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
    admission(step).ifPresent(admission -> kinds.add(admission.getClass()));
    switch (step) {
      case Step.RulePassed(_, var trace) -> count(trace, held);
      case Step.RuleHeld(_, var trace, _) -> count(trace, held);
      case Step.Disabled _, Step.Quarantined _, Step.OwnRollout _, Step.FellThrough _ -> {}
    }
  }

  private static void count(ConditionTrace trace, Map<String, Integer> held) {
    switch (trace) {
      case ConditionTrace.Tested tested ->
          held.merge(tested.test().operator() + " " + tested.held(), 1, Integer::sum);
    }
  }

  /// The variant that a flag promises for a reason.
  private static String promised(Flag flag, Reason reason) {
    return switch (reason) {
      case Reason.Disabled() -> {
        assertThat(flag.enabled()).isFalse();
        yield flag.offVariant();
      }
      case Reason.RuleMatch(String id) ->
          flag.rules().stream()
              .filter(rule -> rule.id().equals(id))
              .map(rule -> variant(rule.rollout()))
              .findFirst()
              .orElseThrow();
      case Reason.RolledOut() -> variant(flag.rollout());
      case Reason.Default() -> flag.defaultVariant();
      case Reason.Quarantined() -> throw new AssertionError("nothing was wrong with the flag");
    };
  }

  private static String variant(Rollout rollout) {
    return switch (rollout.serve()) {
      case Serve.One(String variant) -> variant;
    };
  }

  /// The reason that a step serves for; empty when it passes on.
  private static Optional<Reason> served(Step step) {
    return switch (step) {
      case Step.Disabled() -> Optional.of(new Reason.Disabled());
      case Step.Quarantined() -> Optional.of(new Reason.Quarantined());
      case Step.RulePassed _ -> Optional.empty();
      case Step.RuleHeld(String rule, _, Admission admission) ->
          admission.admitted() ? Optional.of(new Reason.RuleMatch(rule)) : Optional.empty();
      case Step.OwnRollout(Admission admission) ->
          admission.admitted() ? Optional.of(new Reason.RolledOut()) : Optional.empty();
      case Step.FellThrough() -> Optional.of(new Reason.Default());
    };
  }

  private static Optional<Admission> admission(Step step) {
    return switch (step) {
      case Step.RuleHeld(_, _, Admission admission) -> Optional.of(admission);
      case Step.OwnRollout(Admission admission) -> Optional.of(admission);
      case Step.Disabled _, Step.Quarantined _, Step.RulePassed _, Step.FellThrough _ ->
          Optional.empty();
    };
  }

  /// Whether the flag's own rollout serves, when it has no rules and this percentage.
  private static boolean rolledOut(Flag flag, Percentage percentage, Context context) {
    Rollout given = flag.rollout();
    var rollout = new Rollout(percentage, given.bucketBy(), given.salt(), given.serve());
    var changed =
        new Flag(
            flag.key(),
            flag.type(),
            true,
            flag.variants(),
            flag.offVariant(),
            flag.defaultVariant(),
            List.of(),
            rollout);
    return CompiledFlag.of(changed).evaluate(context).reason() instanceof Reason.RolledOut;
  }

  private static Flag turned(Flag flag, boolean enabled) {
    return new Flag(
        flag.key(),
        flag.type(),
        enabled,
        flag.variants(),
        flag.offVariant(),
        flag.defaultVariant(),
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
