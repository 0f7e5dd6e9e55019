package featureflags.engine;

import static featureflags.engine.Contract.the;
import static featureflags.engine.Literals.context;
import static featureflags.engine.Literals.nothing;
import static featureflags.engine.Literals.scalars;
import static featureflags.engine.Literals.value;
import static featureflags.engine.Operator.AFTER;
import static featureflags.engine.Operator.BEFORE;
import static featureflags.engine.Operator.CONTAINS;
import static featureflags.engine.Operator.ENDS_WITH;
import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.EXISTS;
import static featureflags.engine.Operator.GT;
import static featureflags.engine.Operator.GTE;
import static featureflags.engine.Operator.IN;
import static featureflags.engine.Operator.IN_CIDR;
import static featureflags.engine.Operator.LT;
import static featureflags.engine.Operator.LTE;
import static featureflags.engine.Operator.MATCHES;
import static featureflags.engine.Operator.MODULO;
import static featureflags.engine.Operator.NEQ;
import static featureflags.engine.Operator.NOT_CONTAINS;
import static featureflags.engine.Operator.NOT_EXISTS;
import static featureflags.engine.Operator.NOT_IN;
import static featureflags.engine.Operator.SEMVER_EQ;
import static featureflags.engine.Operator.SEMVER_GT;
import static featureflags.engine.Operator.SEMVER_GTE;
import static featureflags.engine.Operator.SEMVER_LT;
import static featureflags.engine.Operator.SEMVER_LTE;
import static featureflags.engine.Operator.STARTS_WITH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What each operator promises.
class OperatorTest {
  private static final Map<String, Integer> OBJECT = Map.of("a", 1);

  @ParameterizedTest
  @MethodSource("featureflags.engine.OperatorContracts#all")
  void holdsForEachAttributeThatItsContractNames(Contract contract) {
    assertThat(contract.matching()).allSatisfy(seen -> assertThat(contract.test(seen)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("featureflags.engine.OperatorContracts#all")
  void failsForEachAttributeThatItsContractExcludes(Contract contract) {
    assertThat(contract.failing()).allSatisfy(seen -> assertThat(contract.test(seen)).isFalse());
  }

  @ParameterizedTest
  @MethodSource("featureflags.engine.OperatorContracts#all")
  void anAbsentAttributeMatchesNothingButNotExists(Contract contract) {
    boolean held = contract.node().matches(context(Map.of("other", "pro")), Ruleset.empty());

    assertThat(held).isEqualTo(contract.operator() == NOT_EXISTS);
  }

  @ParameterizedTest
  @MethodSource("featureflags.engine.OperatorContracts#all")
  void aNullAttributeCountsAsAbsent(Contract contract) {
    assertThat(contract.test(nothing())).isEqualTo(contract.operator() == NOT_EXISTS);
  }

  @ParameterizedTest
  @MethodSource("featureflags.engine.OperatorContracts#all")
  void aNegativeOperatorIsTheComplementOfItsTwinOnEveryAttributeThatIsPresent(Contract contract) {
    Contract twin = contract.withOperator(twin(contract.operator()));

    Stream.concat(contract.matching().stream(), contract.failing().stream())
        .forEach(seen -> {
          boolean opposed = contract.operator() != twin.operator();
          assertThat(twin.test(seen))
              .as("%s of %s", twin, seen)
              .isEqualTo(opposed != contract.test(seen));
        });
  }

  @ParameterizedTest
  @EnumSource(Operator.class)
  void everyOperatorHasAContract(Operator operator) {
    assertThat(OperatorContracts.all()).extracting(Contract::operator).contains(operator);
  }

  @Test
  void nullsInAListMatchNothing() {
    List<Value> withNull = scalars("user", nothing());

    assertThat(the(EQ, "null").test(new Value.Items(withNull))).isFalse();
    assertThat(the(NEQ, "null").test(new Value.Items(withNull))).isTrue();
    assertThat(the(EXISTS).test(new Value.Items(scalars(nothing())))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Operator.class)
  void operatorsThatCompareNeedValuesAndTheOthersRefuseThem(Operator operator) {
    List<Value> values = operator.takesNoValues() ? scalars("x") : List.of();

    assertThatThrownBy(() -> new Condition.AttributeTest("a", operator, values, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(operator.name());
  }

  @ParameterizedTest
  @EnumSource(
      value = Operator.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EXISTS", "NOT_EXISTS"})
  void noOperatorComparesWithListsObjectsOrNull(Operator operator) {
    assertThat(Stream.of(value(List.of("a")), value(OBJECT), nothing()))
        .allSatisfy(
            value -> assertThat(Condition.AttributeTest.flaw(operator, value, false)).isPresent());
  }

  @ParameterizedTest
  @MethodSource
  void operatorsRefuseValuesThatTheyCouldNeverMatch(Operator operator, List<Value> values) {
    assertThat(values)
        .allSatisfy(value -> {
          assertThat(Condition.AttributeTest.flaw(operator, value, false)).isPresent();
          assertThatThrownBy(
                  () -> new Condition.AttributeTest("a", operator, List.of(value), false))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining(operator.name())
              .hasMessageContaining("'a'");
        });
  }

  private static Stream<Arguments> operatorsRefuseValuesThatTheyCouldNeverMatch() {
    List<Value> noTexts = scalars(5, 5.5, true);
    List<Value> noNumbers = scalars("x", "", "+1", "0x1", "NaN", "1e400", " 1", true);
    List<Value> noTimes =
        scalars(
            "x",
            "",
            "2026-01-31",
            "2026-01-31T12:00:00",
            "2026-02-30T00:00:00Z",
            "1.5",
            true,
            253402300800000L,
            1e300);
    List<Value> noVersions = scalars("x", "", "1.", "1.2.3.4", "01.2", "1.2.3-", "latest", 1, true);
    List<Value> noBlocks =
        scalars(
            "x",
            "",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/08",
            "10.0.0.0/",
            "10.0.0/8",
            "::/129",
            "::/1/2",
            "10.0.0.0/8 ",
            "10.0.0.0/99999999999",
            "localhost",
            "/8",
            10,
            true);
    return Stream.of(
        arguments(CONTAINS, noTexts),
        arguments(NOT_CONTAINS, noTexts),
        arguments(STARTS_WITH, noTexts),
        arguments(ENDS_WITH, noTexts),
        arguments(MATCHES, scalars(5, true, "(?=x)", "(", "[b-a]", "a{2,1}")),
        arguments(GT, noNumbers),
        arguments(GTE, noNumbers),
        arguments(LT, noNumbers),
        arguments(LTE, noNumbers),
        arguments(BEFORE, noTimes),
        arguments(AFTER, noTimes),
        arguments(SEMVER_EQ, noVersions),
        arguments(SEMVER_GT, noVersions),
        arguments(SEMVER_GTE, noVersions),
        arguments(SEMVER_LT, noVersions),
        arguments(SEMVER_LTE, noVersions),
        arguments(IN_CIDR, noBlocks),
        arguments(MODULO, scalars("x", "", 1.5, 1e300, "1.0", true)));
  }

  @ParameterizedTest
  @EnumSource(Operator.class)
  void onlyOperatorsThatCompareTextsIgnoreCase(Operator operator) {
    boolean allowed =
        List.of(EQ, NEQ, IN, NOT_IN, CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES)
            .contains(operator);
    List<Value> values = operator.takesNoValues() ? List.of() : scalars("x");

    assertThat(Condition.AttributeTest.flaw(operator, true).isEmpty()).isEqualTo(allowed);
    if (!allowed) {
      assertThatThrownBy(() -> new Condition.AttributeTest("a", operator, values, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ignore case")
          .hasMessageContaining(operator.name());
    }
  }

  @Test
  void moduloTakesADivisorAndARemainderThatItCanLeave() {
    assertThat(
            Stream.of(
                scalars(3),
                scalars(3, 1, 2),
                scalars(0, 0),
                scalars(-3, 1),
                scalars(3, 3),
                scalars(3, -1),
                scalars("3", 4.0),
                scalars(Long.MIN_VALUE, 0)))
        .allSatisfy(values -> {
          assertThat(Condition.AttributeTest.flaw(MODULO, values)).isPresent();
          assertThatThrownBy(() -> new Condition.AttributeTest("a", MODULO, values, false))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("MODULO");
        });
    assertThat(Condition.AttributeTest.flaw(MODULO, scalars(3, 7)))
        .hasValueSatisfying(flaw -> assertThat(flaw).contains("divisor 3", "remainder 7"));
    assertThat(Condition.AttributeTest.flaw(MODULO, scalars(1, 0))).isEmpty();
  }

  @Test
  void aTestComparesWithAtMost10000Values() {
    List<Value> most = Collections.nCopies(10_000, value("x"));
    List<Value> tooMany = Collections.nCopies(10_001, value("x"));

    assertThat(new Condition.AttributeTest("a", IN, most, false)).isNotNull();
    assertThatThrownBy(() -> new Condition.AttributeTest("a", IN, tooMany, false))
        .hasMessageContaining("10001")
        .hasMessageContaining("segment");
  }

  @Test
  void whatACaselessExpressionMayNotBeIsRefusedOnlyWhereCaseIsIgnored() {
    assertThat(Condition.AttributeTest.flaw(MATCHES, value("\u1c80"), false)).isEmpty();
    assertThat(Condition.AttributeTest.flaw(MATCHES, value("\u1c80"), true)).isPresent();
  }

  private static Operator twin(Operator operator) {
    return switch (operator) {
      case NEQ -> EQ;
      case NOT_IN -> IN;
      case NOT_CONTAINS -> CONTAINS;
      case EQ -> NEQ;
      case IN -> NOT_IN;
      case CONTAINS -> NOT_CONTAINS;
      case EXISTS -> NOT_EXISTS;
      case NOT_EXISTS -> EXISTS;
      case STARTS_WITH,
          ENDS_WITH,
          MATCHES,
          GT,
          GTE,
          LT,
          LTE,
          BEFORE,
          AFTER,
          SEMVER_EQ,
          SEMVER_GT,
          SEMVER_GTE,
          SEMVER_LT,
          SEMVER_LTE,
          IN_CIDR,
          MODULO ->
          operator;
    };
  }
}
