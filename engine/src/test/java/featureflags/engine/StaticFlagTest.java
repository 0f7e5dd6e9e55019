package featureflags.engine;

import static featureflags.engine.Definitions.all;
import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Literals.context;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which flags have nothing to decide, and which decisions a split made.
class StaticFlagTest {
  private static final Serve.Split SPLIT =
      Serve.Split.of(List.of(new Weight("on", 1), new Weight("off", 1)));
  private static final Variant OFF = new Variant("off", Literals.value(5));

  @Test
  void aFlagIsStaticWhenItIsOnAndHasNothingToDecide() {
    Flag ruled = flag("a", rule("r", Condition.EVERYBODY));
    Flag required = flag("a", List.of(new Prerequisite("b", List.of("on"))));

    assertThat(isStatic(flag("a"))).isTrue();
    assertThat(isStatic(ruled)).isFalse();
    assertThat(isStatic(required)).isFalse();
    assertThat(isStatic(Definitions.disabled("a"))).isFalse();
    assertThat(CompiledFlag.quarantined("a", OFF).isStatic()).isFalse();
    for (Percentage share : List.of(new Percentage(1), Percentage.EVERYBODY)) {
      assertThat(isStatic(rolledOut(all(new Serve.One("on"), share)))).isFalse();
    }
  }

  @Test
  void aDecisionTellsWhetherASplitMadeIt() {
    assertThat(decided(flag("a", rule("r", Condition.EVERYBODY))).drawn()).isFalse();
    assertThat(decided(flag("a")).drawn()).isFalse();
    assertThat(decided(rolledOut(all(new Serve.One("on"), new Percentage(99_999)))).drawn())
        .isFalse();
    Rollout drawing = all(SPLIT, Percentage.EVERYBODY);
    assertThat(decided(flag("a", rule("r", Condition.EVERYBODY, drawing))).drawn()).isTrue();
    assertThat(decided(rolledOut(drawing)).drawn()).isTrue();
  }

  @Test
  void aFlagHasTheTypeOfItsValuesAlsoWhenNothingElseIsKnownOfIt() {
    assertThat(CompiledFlag.of(flag("a")).type()).isEqualTo(ValueType.BOOLEAN);
    assertThat(CompiledFlag.of(Definitions.disabled("a")).type()).isEqualTo(ValueType.BOOLEAN);
    assertThat(CompiledFlag.of(flag("a")).standIn().type()).isEqualTo(ValueType.BOOLEAN);
    Map.of(
            ValueType.BOOLEAN,
            true,
            ValueType.STRING,
            "5",
            ValueType.INTEGER,
            5,
            ValueType.NUMBER,
            5.0,
            ValueType.JSON,
            List.of(5))
        .forEach((type, value) -> {
          var off = new Variant("off", Literals.value(value));
          assertThat(CompiledFlag.quarantined("a", off).type()).isEqualTo(type);
        });
  }

  private static boolean isStatic(Flag flag) {
    return CompiledFlag.of(flag).isStatic();
  }

  private static Decision decided(Flag flag) {
    return CompiledFlag.of(flag)
        .evaluate(context(Map.of(Context.TARGETING_KEY, "u")), Ruleset.empty());
  }

  private static Flag rolledOut(Rollout rollout) {
    Flag plain = flag("a");
    return new Flag(
        plain.key(),
        plain.type(),
        true,
        plain.variants(),
        "off",
        "off",
        List.of(),
        plain.rules(),
        rollout);
  }
}
