package featureflags.engine;

import static featureflags.engine.Definitions.all;
import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Literals.context;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When a flag cannot do without a targeting key.
class TargetingKeyTest {
  private static final Serve.One ON = new Serve.One("on");
  private static final Percentage HALF = new Percentage(50_000);
  private static final Serve.Split SPLIT =
      Serve.Split.of(List.of(new Weight("on", 1), new Weight("off", 1)));
  private static final Condition IS_PRO = Definitions.test("plan", Operator.EQ, "pro");
  private static final Context NOBODY = context(Map.of("plan", "pro", "company", "c"));

  @Test
  void aFlagThatDoesNotBucketByItNeverLacksIt() {
    for (Rollout rollout :
        List.of(
            all(ON, Percentage.EVERYBODY),
            all(ON, Percentage.NOBODY),
            all(SPLIT, Percentage.NOBODY),
            new Rollout(HALF, "company", "salt", SPLIT),
            new Rollout(HALF, "absent", "salt", ON))) {
      assertThat(lacks(flag("a", rule("r", IS_PRO, rollout)))).as("%s", rollout).isFalse();
    }
  }

  @Test
  void aShareAndASplitAreByTheKeyUnlessTheySayOtherwise() {
    for (Rollout rollout :
        List.of(
            all(ON, HALF),
            all(ON, new Percentage(1)),
            all(ON, new Percentage(99_999)),
            all(SPLIT, HALF),
            all(SPLIT, Percentage.EVERYBODY),
            new Rollout(HALF, Context.USER_ID, "salt", ON))) {
      CompiledFlag flag = CompiledFlag.of(flag("a", rule("r", IS_PRO, rollout)));

      assertThat(flag.lacksTargetingKey(NOBODY, Ruleset.empty())).as("%s", rollout).isTrue();
      for (String name : List.of(Context.TARGETING_KEY, Context.USER_ID)) {
        Context somebody = context(Map.of("plan", "pro", name, "u"));
        assertThat(flag.lacksTargetingKey(somebody, Ruleset.empty())).isFalse();
      }
    }
  }

  @Test
  void whatServesBeforeTheKeyIsAskedForDecides() {
    Rule half = rule("half", IS_PRO, all(ON, HALF));

    assertThat(lacks(flag("a", rule("pros", IS_PRO), half))).isFalse();
    assertThat(lacks(flag("a", half, rule("pros", IS_PRO)))).isTrue();
    assertThat(lacks(flag("a", rule("none", new Condition.Not(IS_PRO), all(ON, HALF))))).isFalse();
  }

  @Test
  void theFlagsOwnRolloutIsAskedLast() {
    assertThat(lacks(rolledOut(all(ON, HALF)))).isTrue();
    assertThat(lacks(rolledOut(all(SPLIT, Percentage.EVERYBODY)))).isTrue();
    assertThat(lacks(rolledOut(all(ON, HALF), rule("pros", IS_PRO)))).isFalse();
    assertThat(lacks(rolledOut(all(ON, Percentage.EVERYBODY)))).isFalse();
  }

  @Test
  void aFlagThatIsOffOrThatItsPrerequisitesStopLacksNothing() {
    Rule half = rule("half", IS_PRO, all(ON, HALF));
    var missing = List.of(new Prerequisite("none", List.of("on")));

    assertThat(lacks(Definitions.disabled("a", half))).isFalse();
    assertThat(lacks(flag("a", missing, half))).isFalse();
    assertThat(
            CompiledFlag.quarantined("a", new Variant("off", Literals.value(false)))
                .lacksTargetingKey(NOBODY, Ruleset.empty()))
        .isFalse();
  }

  @Test
  void whatAnotherFlagWouldMakeOfAKeyDoesNotCount() {
    CompiledFlag ground = CompiledFlag.of(rolledOut("ground", all(ON, HALF)));
    CompiledFlag above =
        CompiledFlag.of(flag("a", List.of(new Prerequisite("ground", List.of("on", "off")))));
    Ruleset ruleset = Ruleset.empty().edit().put(ground).put(above).build();

    assertThat(ground.lacksTargetingKey(NOBODY, ruleset)).isTrue();
    assertThat(above.lacksTargetingKey(NOBODY, ruleset)).isFalse();
  }

  private static boolean lacks(Flag flag) {
    return CompiledFlag.of(flag).lacksTargetingKey(NOBODY, Ruleset.empty());
  }

  private static Flag rolledOut(Rollout rollout, Rule... rules) {
    return rolledOut("a", rollout, rules);
  }

  private static Flag rolledOut(String key, Rollout rollout, Rule... rules) {
    Flag plain = flag(key, rules);
    return new Flag(
        key, plain.type(), true, plain.variants(), "off", "off", List.of(), plain.rules(), rollout);
  }
}
