package featureflags.testkit;

import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.EXISTS;
import static featureflags.testkit.ContextBuilder.nobody;
import static featureflags.testkit.ContextBuilder.subject;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.anyone;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Admission;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Draw;
import featureflags.engine.Explanation;
import featureflags.engine.Flag;
import featureflags.engine.Reason;
import featureflags.engine.RolloutTrace;
import featureflags.engine.Ruleset;
import featureflags.engine.Slot;
import featureflags.engine.Step;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The order of evaluation, told by examples.
class EvaluationTest {
  private static final Context PRO = subject("u").with("plan", "pro").build();

  @Test
  void aDisabledFlagServesItsOffVariantAlsoWhenARuleAndTheRolloutWouldServe() {
    var flag = flag("f").disabled().rule(when("plan", EQ, "pro")).rollout(100);

    assertThat(decide(flag, PRO)).isEqualTo(decision("off", new Reason.Disabled()));
    assertThat(CompiledFlag.of(flag.build()).explain(PRO, Ruleset.empty()).steps())
        .containsExactly(new Step.Disabled());
  }

  @Test
  void theOffVariantAndTheDefaultVariantMayDiffer() {
    var flag =
        flag("f")
            .type(ValueType.STRING)
            .variant("red", "R")
            .variant("blue", "B")
            .off("red")
            .otherwise("blue")
            .serve("red");

    assertThat(decide(flag.disabled(), PRO).variant().key()).isEqualTo("red");
    assertThat(decide(flag.enabled(), PRO))
        .isEqualTo(new Decision(new Variant("blue", new Value.Text("B")), new Reason.Default()));
  }

  @Test
  void theFirstMatchingRuleServes() {
    var flag =
        flag("f").enabled().rule(when("plan", EQ, "pro").serve("on")).rule(anyone().serve("off"));

    assertThat(decide(flag, PRO)).isEqualTo(decision("on", new Reason.RuleMatch("r1")));
    assertThat(decide(flag, nobody().build()))
        .isEqualTo(decision("off", new Reason.RuleMatch("r2")));
  }

  @Test
  void rulesAreTriedByAscendingPriorityWhateverTheirPosition() {
    var flag =
        flag("f")
            .enabled()
            .rule(anyone().id("last").priority(Integer.MAX_VALUE).serve("off"))
            .rule(anyone().id("second").priority(1).serve("off"))
            .rule(anyone().id("first").priority(Integer.MIN_VALUE).serve("on"));

    assertThat(decide(flag, PRO).reason()).isEqualTo(new Reason.RuleMatch("first"));
  }

  @Test
  void rulesOfTheSamePriorityAreTriedByTheirPosition() {
    var flag =
        flag("f")
            .enabled()
            .rule(anyone().id("z").priority(1))
            .rule(anyone().id("a").priority(1))
            .rule(anyone().id("m").priority(1));

    assertThat(decide(flag, PRO).reason()).isEqualTo(new Reason.RuleMatch("z"));
  }

  @Test
  void aRuleWhoseRolloutDoesNotAdmitTheSubjectPassesOn() {
    var flag = flag("f").enabled().rule(anyone().rollout(0)).rule(anyone().serve("off"));

    assertThat(decide(flag, PRO)).isEqualTo(decision("off", new Reason.RuleMatch("r2")));
  }

  @Test
  void theFlagsOwnRolloutServesWhenNoRuleDoesAndTheDefaultWhenNothingDoes() {
    var flag = flag("f").enabled().rule(when("plan", EQ, "free"));

    assertThat(decide(flag.rollout(100), PRO)).isEqualTo(decision("on", new Reason.RolledOut()));
    assertThat(decide(flag.rollout(0), PRO)).isEqualTo(decision("off", new Reason.Default()));
  }

  @Test
  void aHundredPercentAreEverybodyAlsoWithoutAKeyAndZeroNobody() {
    List<Context> contexts =
        List.of(Context.empty(), PRO, nobody().with("userId", Values.nothing()).build());

    assertThat(contexts)
        .allSatisfy(context -> {
          assertThat(decide(flag("f").enabled().rollout(100), context).reason())
              .isEqualTo(new Reason.RolledOut());
          assertThat(decide(flag("f").enabled().rollout(0), context).reason())
              .isEqualTo(new Reason.Default());
          assertThat(decide(flag("f").enabled().rule(anyone().rollout(100)), context).reason())
              .isEqualTo(new Reason.RuleMatch("r1"));
          assertThat(decide(flag("f").enabled().rule(anyone().rollout(0)), context).reason())
              .isEqualTo(new Reason.Default());
        });
  }

  @Test
  void aSubjectWithoutItsAttributeIsNotInAnythingBelowAHundredPercent() {
    var flag = flag("f").enabled().rollout(99.999);

    assertThat(decide(flag, nobody().build()).reason()).isEqualTo(new Reason.Default());
    assertThat(decide(flag, nobody().with("userId", List.of("u")).build()).reason())
        .isEqualTo(new Reason.Default());
    assertThat(
            CompiledFlag.of(flag.build())
                .explain(nobody().build(), Ruleset.empty())
                .steps()
                .getFirst())
        .isEqualTo(
            new Step.OwnRollout(
                new RolloutTrace(
                    new Admission.NoSubject(Percent.of(99.999), "targetingKey"),
                    new Draw.Undrawn(false))));
  }

  @Test
  void aPercentageAdmitsItsShareToThreeDecimals() {
    long admitted =
        IntStream.range(0, 100_000)
            .filter(i -> rolledOut(flag("f").enabled().rollout(12.345), "user-" + i))
            .count();
    long slots =
        IntStream.range(0, 100_000).filter(i -> Slot.of("user-" + i, "f") < 12_345).count();

    assertThat(admitted).isEqualTo(slots).isBetween(12_345L - 420, 12_345L + 420); // 4 sigma
  }

  @Test
  void theSaltIsTheFlagsKeyUnlessSetAndDecidesWhoIsIn() {
    var plain = flag("f").enabled().rollout(50);
    var salted = flag("f").enabled().rollout(50).salt("other");
    var sameSalt = flag("g").enabled().rollout(50).salt("f");

    assertThat(admitted(plain)).isEqualTo(admitted(sameSalt)).isNotEqualTo(admitted(salted));
    assertThat(admitted(salted)).isEqualTo(admitted(flag("other").enabled().rollout(50)));
  }

  @Test
  void aRuleHasASaltOfItsOwn() {
    var salted = flag("f").enabled().rule(anyone().rollout(50).salt("s"));
    var own = flag("f").enabled().rollout(50).salt("s");

    assertThat(IntStream.range(0, 500).filter(i -> on(salted, "user-" + i)).toArray())
        .isEqualTo(IntStream.range(0, 500).filter(i -> on(own, "user-" + i)).toArray());
  }

  @Test
  void bucketByDecidesTogetherForAllThatShareTheAttribute() {
    var flag = flag("f").enabled().rollout(50).bucketBy("companyId");
    for (int company = 0; company < 50; company++) {
      boolean expected = Slot.of(Integer.toString(company), "f") < 50_000;

      for (int user = 0; user < 5; user++) {
        Context context = subject("user-" + user).with("companyId", company).build();

        assertThat(decide(flag, context).reason() instanceof Reason.RolledOut).isEqualTo(expected);
      }
    }
  }

  @Test
  void bucketByFindsItsAttributeAsATestDoes() {
    var byPath = flag("f").enabled().rollout(99.999).bucketBy("company.id");
    Context deep = nobody().with("company", Map.of("id", 5.0)).build();
    Context literal = nobody().with("company.id", "5").build();

    assertThat(input(byPath.build(), deep)).isEqualTo("5:f");
    assertThat(input(byPath.build(), literal)).isEqualTo("5:f");
  }

  @Test
  void userIdAndTargetingKeyAreTheSameSubject() {
    for (int i = 0; i < 200; i++) {
      Context byKey = subject("user-" + i).build();
      Context byAlias = nobody().with("userId", "user-" + i).build();
      var flag = flag("f").enabled().rollout(50);

      assertThat(decide(flag, byAlias)).isEqualTo(decide(flag, byKey));
      assertThat(decide(flag.bucketBy("userId"), byKey)).isEqualTo(decide(flag, byAlias));
    }
  }

  @Test
  void aQuarantinedFlagServesItsOffVariantToEverybody() {
    var off = new Variant("off", new Value.Whole(0));

    CompiledFlag compiled = CompiledFlag.quarantined("f", off);

    assertThat(compiled.key()).isEqualTo("f");
    assertThat(compiled.evaluate(PRO, Ruleset.empty()))
        .isEqualTo(new Decision(off, new Reason.Quarantined()));
    assertThat(compiled.explain(PRO, Ruleset.empty()))
        .isEqualTo(
            new Explanation(
                new Decision(off, new Reason.Quarantined()), List.of(new Step.Quarantined())));
  }

  @Test
  void anExplanationTellsEveryStepInTheOrderItWasTaken() {
    var flag =
        flag("f")
            .enabled()
            .rule(when("plan", EQ, "free").id("a"))
            .rule(when("plan", EXISTS).id("b").rollout(0))
            .rollout(0)
            .build();

    List<Step> steps = CompiledFlag.of(flag).explain(PRO, Ruleset.empty()).steps();

    assertThat(steps)
        .satisfiesExactly(
            step -> assertThat(step).isInstanceOf(Step.RulePassed.class),
            step -> assertThat(step).isInstanceOf(Step.RuleHeld.class),
            step -> assertThat(step).isInstanceOf(Step.OwnRollout.class),
            step -> assertThat(step).isEqualTo(new Step.FellThrough()));
  }

  private static Decision decide(FlagBuilder flag, Context context) {
    return CompiledFlag.of(flag.build()).evaluate(context, Ruleset.empty());
  }

  private static Decision decision(String variant, Reason reason) {
    return new Decision(new Variant(variant, new Value.Bool(variant.equals("on"))), reason);
  }

  private static boolean rolledOut(FlagBuilder flag, String user) {
    return decide(flag, subject(user).build()).reason() instanceof Reason.RolledOut;
  }

  private static boolean on(FlagBuilder flag, String user) {
    return decide(flag, subject(user).build()).variant().key().equals("on");
  }

  private static List<Integer> admitted(FlagBuilder flag) {
    return IntStream.range(0, 500).filter(i -> rolledOut(flag, "user-" + i)).boxed().toList();
  }

  private static String input(Flag flag, Context context) {
    var step =
        (Step.OwnRollout)
            CompiledFlag.of(flag).explain(context, Ruleset.empty()).steps().getFirst();
    return ((Admission.Hashed) step.rollout().admission()).input();
  }
}
