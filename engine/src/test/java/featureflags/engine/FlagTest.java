package featureflags.engine;

import static featureflags.engine.Definitions.all;
import static featureflags.engine.Literals.scalars;
import static featureflags.engine.Literals.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A flag that can be constructed is a flag that can be evaluated.
class FlagTest {
  private static final Variant ON = new Variant("on", new Value.Bool(true));
  private static final Variant OFF = new Variant("off", new Value.Bool(false));

  @Test
  void refusesAnUnknownVariantWhereverItIsNamed() {
    refuses("'x'", () -> flag(List.of(ON, OFF), "x", "off", List.of(), "on"));
    refuses("'x'", () -> flag(List.of(ON, OFF), "off", "x", List.of(), "on"));
    refuses("'x'", () -> flag(List.of(ON, OFF), "off", "off", List.of(), "x"));
    refuses("'x'", () -> flag(List.of(ON, OFF), "off", "off", List.of(rule("r", "x")), "on"));
    refuses("''", () -> flag(List.of(ON, OFF), "off", "off", List.of(rule("r", "")), "on"));
    refuses("'off'", () -> flag(List.of(), "off", "off", List.of(), "on"));
  }

  @Test
  void refusesAVariantOrARuleThatIsThereTwice() {
    refuses("'on'", () -> flag(List.of(ON, OFF, ON), "off", "off", List.of(), "on"));
    refuses(
        "'r'",
        () ->
            flag(List.of(ON, OFF), "off", "off", List.of(rule("r", "on"), rule("r", "off")), "on"));
  }

  @Test
  void refusesAVariantOfAnotherType() {
    refuses(
        "'off'",
        () -> flag(List.of(ON, new Variant("off", value("no"))), "off", "off", List.of(), "on"));
  }

  @Test
  void refusesNamesThatAreNoKeys() {
    refuses("'a b'", () -> new Variant("a b", value(true)));
    refuses("'-'", () -> rule("-", "on"));
  }

  @Test
  void refusesAnEmptySubjectOrAttribute() {
    refuses("bucketBy", () -> rollout(Percentage.EVERYBODY, "", "on"));
    refuses("empty", () -> new Condition.AttributeTest("", Operator.EQ, scalars("a"), false));
  }

  @ParameterizedTest
  @CsvSource({"-1", "100001", "2147483647", "-2147483648"})
  void refusesAPercentageOutOfRange(int thousandths) {
    refuses(Integer.toString(thousandths), () -> new Percentage(thousandths));
  }

  @Test
  void eachTypeAcceptsItsOwnValuesAndNoOthers() {
    var whole = value(5);
    var decimal = value(5.5);
    var unsafe = value(Value.MAX_SAFE_INTEGER + 1);

    assertThat(ValueType.BOOLEAN.accepts(value(true))).isTrue();
    assertThat(ValueType.BOOLEAN.accepts(value("true"))).isFalse();
    assertThat(ValueType.STRING.accepts(value(""))).isTrue();
    assertThat(ValueType.STRING.accepts(whole)).isFalse();
    assertThat(ValueType.INTEGER.accepts(whole)).isTrue();
    assertThat(ValueType.INTEGER.accepts(value(-Value.MAX_SAFE_INTEGER))).isTrue();
    assertThat(ValueType.INTEGER.accepts(unsafe)).isFalse();
    assertThat(ValueType.INTEGER.accepts(value(Long.MIN_VALUE))).isFalse();
    assertThat(ValueType.INTEGER.accepts(decimal)).isFalse();
    assertThat(ValueType.NUMBER.accepts(whole)).isTrue();
    assertThat(ValueType.NUMBER.accepts(decimal)).isTrue();
    assertThat(ValueType.NUMBER.accepts(unsafe)).isFalse();
    assertThat(ValueType.JSON.accepts(value(List.of()))).isTrue();
    assertThat(ValueType.JSON.accepts(whole)).isFalse();
    assertThat(ValueType.JSON.accepts(new Value.Nothing())).isFalse();
  }

  @Test
  void theExpressionsOfAllItsRulesHaveAtMost2000StepsTogether() {
    Rule half = matching("r1", "a{498}", "a".repeat(500));

    assertThat(withRules(half, matching("r2", "b".repeat(1_000)))).isNotNull();
    refuses("2001 steps", () -> withRules(half, matching("r2", "b".repeat(1_000), "")));
    refuses("2002 steps", () -> withRules(half, matching("r2", "(?:b{996})")));
    assertThat(withRules(half, other("r2", "b".repeat(2_000)))).isNotNull();
  }

  private static Flag withRules(Rule... rules) {
    return flag(List.of(ON, OFF), "off", "off", List.of(rules), "on");
  }

  private static Rule matching(String id, Object... patterns) {
    return rule(id, Operator.MATCHES, patterns);
  }

  private static Rule other(String id, Object... texts) {
    return rule(id, Operator.CONTAINS, texts);
  }

  private static Rule rule(String id, Operator operator, Object... values) {
    return new Rule(
        id,
        1,
        new Condition.AttributeTest("plan", operator, scalars(values), false),
        rollout(Percentage.EVERYBODY, Context.TARGETING_KEY, "on"));
  }

  @Test
  void noValueIsANumberThatJsonCannotWrite() {
    refuses("NaN", () -> new Value.Decimal(Double.NaN));
    refuses("Infinity", () -> new Value.Decimal(Double.POSITIVE_INFINITY));
  }

  @Test
  void eachSplitKeepsThePlacesOfItsEarlierSelf() {
    var even = Serve.Split.of(List.of(new Weight("on", 50), new Weight("off", 50)));
    var uneven = Serve.Split.of(List.of(new Weight("on", 20), new Weight("off", 80)));
    Serve moved = uneven.reweighed(even.weights());

    Flag after = splitting(even, even, even).keepingPlaces(splitting(uneven, even, uneven));

    assertThat(moved).isNotEqualTo(even);
    assertThat(after.rules().get(0).rollout().serve()).isEqualTo(moved);
    assertThat(after.rules().get(1).rollout().serve()).isEqualTo(even);
    assertThat(after.rollout().serve()).isEqualTo(moved);
  }

  @Test
  void aRuleThatIsNewOrServedOneVariantHasNoPlacesToKeep() {
    var even = Serve.Split.of(List.of(new Weight("on", 50), new Weight("off", 50)));
    var one = new Serve.One("on");

    Flag added = splitting(even, even, even).keepingPlaces(Definitions.flag("checkout"));
    Flag first = splitting(even, even, even).keepingPlaces(splitting(one, one, one));
    Flag last = splitting(one, one, one).keepingPlaces(splitting(even, even, even));

    assertThat(added).isEqualTo(splitting(even, even, even));
    assertThat(first).isEqualTo(splitting(even, even, even));
    assertThat(last).isEqualTo(splitting(one, one, one));
  }

  /// A flag with two rules and its own rollout, which serve these.
  private static Flag splitting(Serve first, Serve second, Serve own) {
    Flag plain =
        Definitions.flag(
            "checkout",
            Definitions.rule("r1", Condition.EVERYBODY, all(first, Percentage.EVERYBODY)),
            Definitions.rule("r2", Condition.NOBODY, all(second, Percentage.EVERYBODY)));
    return new Flag(
        plain.key(),
        plain.type(),
        plain.enabled(),
        plain.variants(),
        plain.offVariant(),
        plain.defaultVariant(),
        plain.prerequisites(),
        plain.rules(),
        all(own, Percentage.EVERYBODY));
  }

  @Test
  void refusesAnUnknownVariantInASplit() {
    var split = Serve.Split.of(List.of(new Weight("on", 1), new Weight("x", 1)));

    refuses("'x'", () -> splitting(split, new Serve.One("on"), new Serve.One("on")));
    refuses("'x'", () -> splitting(new Serve.One("on"), new Serve.One("on"), split));
  }

  @Test
  void refusesAKeyThatIsNone() {
    refuses("'a b'", () -> Definitions.flag("a b"));
  }

  private static void refuses(String culprit, Runnable construction) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(culprit);
  }

  private static Flag flag(
      List<Variant> variants, String off, String otherwise, List<Rule> rules, String served) {
    return new Flag(
        "flag",
        ValueType.BOOLEAN,
        true,
        variants,
        off,
        otherwise,
        List.of(),
        rules,
        rollout(Percentage.NOBODY, Context.TARGETING_KEY, served));
  }

  private static Rule rule(String id, String variant) {
    return new Rule(
        id,
        1,
        new Condition.AttributeTest("plan", Operator.EQ, scalars("pro"), false),
        rollout(Percentage.EVERYBODY, Context.TARGETING_KEY, variant));
  }

  private static Rollout rollout(Percentage percentage, String bucketBy, String variant) {
    return new Rollout(percentage, bucketBy, "flag", new Serve.One(variant));
  }
}
