package featureflags.engine;

import static featureflags.engine.Literals.context;
import static featureflags.engine.Literals.nothing;
import static featureflags.engine.Literals.scalars;
import static featureflags.engine.Literals.value;
import static featureflags.engine.Operator.CONTAINS;
import static featureflags.engine.Operator.ENDS_WITH;
import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.EXISTS;
import static featureflags.engine.Operator.GT;
import static featureflags.engine.Operator.GTE;
import static featureflags.engine.Operator.IN;
import static featureflags.engine.Operator.LT;
import static featureflags.engine.Operator.LTE;
import static featureflags.engine.Operator.MATCHES;
import static featureflags.engine.Operator.NEQ;
import static featureflags.engine.Operator.NOT_CONTAINS;
import static featureflags.engine.Operator.NOT_EXISTS;
import static featureflags.engine.Operator.NOT_IN;
import static featureflags.engine.Operator.STARTS_WITH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What each operator promises.
class OperatorTest {
  private static final Map<String, Integer> OBJECT = Map.of("a", 1);

  /// The contracts: for each operator and its values, the attributes it holds for and those it does
  /// not: matches, near misses, lists with and without a match, the empty list, and wrong types.
  private static Stream<Contract> contracts() {
    return Stream.of(
        the(EQ, "pro")
            .holdsFor("pro", List.of("free", "pro"))
            .failsFor("Pro", "pro ", "", 5, true, OBJECT, List.of(), List.of("free")),
        the(EQ, 5)
            .holdsFor(5, 5L, 5.0, "5", List.of(4, 5.0))
            .failsFor(6, 5.5, "5.0", "05", "+5", true, OBJECT, List.of(List.of(5))),
        the(EQ, 5.0).holdsFor(5, 5.0, "5").failsFor("5.0", 5.000001),
        the(EQ, "5").holdsFor(5, 5.0, "5").failsFor("5.0", 50),
        the(EQ, "5.0").holdsFor("5.0").failsFor(5, 5.0, "5"),
        the(EQ, "05").holdsFor("05").failsFor(5, 5.0, "5"),
        the(EQ, "-0").holdsFor("-0").failsFor(0, -0.0, "0"),
        the(EQ, "1e2").holdsFor("1e2").failsFor(100, 100.0, "100"),
        the(EQ, 100.0).holdsFor(100, 1e2, "100").failsFor("1e2"),
        the(EQ, true).holdsFor(true, "true", List.of(false, true)).failsFor(false, "TRUE", 1),
        the(EQ, "false").holdsFor(false, "false").failsFor(true, 0, ""),
        the(EQ, -0.0).holdsFor(0, 0.0, -0.0, "0").failsFor("-0", "-0.0"),
        the(EQ, 1e20)
            .holdsFor(1e20, "100000000000000000000")
            .failsFor("1e20", 1e21, Long.MAX_VALUE),
        the(EQ, 1e19).holdsFor(1e19, "10000000000000000000").failsFor(1e18, -1e19),
        the(EQ, -9.3e18).holdsFor(-9.3e18, "-9300000000000000000").failsFor(Long.MIN_VALUE),
        the(EQ, Long.MAX_VALUE)
            .holdsFor(Long.MAX_VALUE, "9223372036854775807")
            .failsFor(Long.MAX_VALUE - 1, 0x1p63, "9223372036854775808"),
        the(EQ, 9007199254740993L)
            .holdsFor(9007199254740993L, "9007199254740993")
            .failsFor(9007199254740992L, 9007199254740992.0),
        the(EQ, 1234567890123456768L)
            .holdsFor(1234567890123456768L)
            .failsFor(1.2345678901234568e18), // which reads 1234567890123456800
        the(EQ, "a", "b").holdsFor("a", "b", List.of("c", "b")).failsFor("c", "ab"),
        the(NEQ, "pro")
            .holdsFor("free", "Pro", 5, true, OBJECT, List.of(), List.of("free", "trial"))
            .failsFor("pro", List.of("free", "pro")),
        the(NEQ, 5).holdsFor(6, "5.0", true).failsFor(5, 5.0, "5", List.of(4, "5")),
        the(NEQ, "a", "b").holdsFor("c", List.of("c")).failsFor("a", "b", List.of("c", "b")),
        the(IN, "DE", "FR", 5)
            .holdsFor("DE", "FR", "5", 5.0, List.of("US", "FR"))
            .failsFor("US", "de", 6, OBJECT, List.of(), List.of("US")),
        the(NOT_IN, "DE", "FR")
            .holdsFor("US", "de", 5, OBJECT, List.of(), List.of("US", "UK"))
            .failsFor("DE", "FR", List.of("US", "FR")),
        the(CONTAINS, "admin")
            .holdsFor("admin", "superadmins", List.of("user", "an admin"))
            .failsFor("user", "Admin", "", 5, true, OBJECT, List.of(), List.of("user")),
        the(CONTAINS, "").holdsFor("", "anything").failsFor(5, List.of()),
        the(CONTAINS, "1", "2").holdsFor("1", "32").failsFor("3", 1, 12, 1.2),
        the(NOT_CONTAINS, "admin")
            .holdsFor("user", "Admin", 5, true, OBJECT, List.of(), List.of("user", "guest"))
            .failsFor("admin", "superadmins", List.of("user", "admin")),
        the(NOT_CONTAINS, "1", "2").holdsFor("3", 12).failsFor("1", "32", List.of("3", "2")),
        the(STARTS_WITH, "pre", "🌸")
            .holdsFor("pre", "prefix", "🌸x", List.of("no", "prefix"))
            .failsFor("xpre", "Pre", "pr", "", 5, OBJECT, List.of(), List.of("xpre")),
        the(ENDS_WITH, "@corp.example")
            .holdsFor("a@corp.example", "@corp.example", List.of("x", "a@corp.example"))
            .failsFor(
                "a@corp.example.org", "a@CORP.example", "", 5, OBJECT, List.of(), List.of("x")),
        the(MATCHES, "^v[0-9]+$", "beta")
            .holdsFor("v12", "a beta b", List.of("x", "v1"))
            .failsFor("v12x", "xv1", "BETA", "", 5, true, OBJECT, List.of(), List.of("x")),
        the(MATCHES, "(?i)größe").holdsFor("GRÖSSE größe", "GRÖßE").failsFor("grosse"),
        the(GT, 18)
            .holdsFor(19, 18.5, "19", "1.9e1", List.of(1, 19))
            .failsFor(
                18, 17, "18", "x", "", " 19", "+19", "19.", ".19e3", "1e", "0x20", "NaN", "1e400",
                true, OBJECT, List.of()),
        the(GT, "18", 30).holdsFor(19, "19").failsFor(18),
        the(GTE, 18)
            .holdsFor(18, 19, 18.0, "18", List.of(1, 18))
            .failsFor(17, 17.999, "17", "x", true, OBJECT, List.of(), List.of(17)),
        the(LT, 18)
            .holdsFor(17, 17.999, "-3", -0.0, List.of(20, 17))
            .failsFor(18, 19, "18", "x", "", true, OBJECT, List.of(), List.of(18)),
        the(LTE, 18)
            .holdsFor(18, 17, "18.0", "018", List.of(20, 18))
            .failsFor(19, 18.001, "19", "x", "-Infinity", true, OBJECT, List.of(), List.of(19)),
        the(EXISTS).holdsFor("", 0, false, OBJECT, List.of(), List.of("a")),
        the(NOT_EXISTS).failsFor("", 0, false, OBJECT, List.of(), List.of("a")));
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void holdsForEachAttributeThatItsContractNames(Contract contract) {
    assertThat(contract.matching()).allSatisfy(seen -> assertThat(contract.test(seen)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void failsForEachAttributeThatItsContractExcludes(Contract contract) {
    assertThat(contract.failing()).allSatisfy(seen -> assertThat(contract.test(seen)).isFalse());
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void anAbsentAttributeMatchesNothingButNotExists(Contract contract) {
    boolean held = contract.node().matches(context(Map.of("other", "pro")));

    assertThat(held).isEqualTo(contract.operator() == NOT_EXISTS);
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void aNullAttributeCountsAsAbsent(Contract contract) {
    assertThat(contract.test(nothing())).isEqualTo(contract.operator() == NOT_EXISTS);
  }

  @ParameterizedTest
  @MethodSource("contracts")
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
    assertThat(contracts()).extracting(Contract::operator).contains(operator);
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

    assertThatThrownBy(() -> new Condition.AttributeTest("a", operator, values))
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
        .allSatisfy(value -> assertThat(Condition.AttributeTest.flaw(operator, value)).isPresent());
  }

  @Test
  void operatorsRefuseValuesThatTheyCouldNeverMatch() {
    assertThat(Condition.AttributeTest.flaw(GT, value("x")))
        .hasValueSatisfying(flaw -> assertThat(flaw).contains("numbers"));
    assertThat(Condition.AttributeTest.flaw(LTE, value(true))).isPresent();
    assertThat(Condition.AttributeTest.flaw(CONTAINS, value(5))).isPresent();
    assertThat(Condition.AttributeTest.flaw(STARTS_WITH, value(true))).isPresent();
    assertThat(Condition.AttributeTest.flaw(MATCHES, value(5))).isPresent();
    assertThat(Condition.AttributeTest.flaw(MATCHES, value("(?=x)")))
        .hasValueSatisfying(flaw -> assertThat(flaw).contains("RE2"));
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
      case STARTS_WITH, ENDS_WITH, MATCHES, GT, GTE, LT, LTE -> operator;
    };
  }

  private static Contract the(Operator operator, Object... values) {
    return new Contract(operator, scalars(values), List.of(), List.of());
  }

  /// An operator with its values, and attributes that it holds for and fails for.
  record Contract(
      Operator operator, List<Value> values, List<Value> matching, List<Value> failing) {
    Contract holdsFor(Object... attributes) {
      return new Contract(operator, values, Literals.scalars(attributes), failing);
    }

    Contract failsFor(Object... attributes) {
      return new Contract(operator, values, matching, Literals.scalars(attributes));
    }

    Contract withOperator(Operator other) {
      return new Contract(other, values, matching, failing);
    }

    AttributeNode node() {
      return AttributeNode.compile(new Condition.AttributeTest("seen", operator, values));
    }

    boolean test(Value seen) {
      return node().matches(context(Map.of("seen", seen)));
    }

    @Override
    public String toString() {
      return values.stream()
          .map(value -> String.valueOf(Scalar.canonical(value)))
          .collect(Collectors.joining(", ", operator + " ", ""));
    }
  }
}
