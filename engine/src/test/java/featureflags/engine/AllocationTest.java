package featureflags.engine;

import static featureflags.engine.Definitions.all;
import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Definitions.serves;
import static featureflags.engine.Literals.context;
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

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An evaluation allocates nothing.
///
/// Documented exceptions are `matches`, decimals that are hashed, and numeric texts of more than 15
/// digits.
class AllocationTest {
  private static final int EVALUATIONS = 10_000;

  /// What the measurement itself may take.
  private static final long TINY = 1_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Value LONG_NUMBER = Literals.value("9223372036854775807");

  private static final List<Object> ATTRIBUTES =
      List.of(
          "pro",
          "größe-😀",
          "",
          "5",
          "-5.25",
          "123456789012345",
          LONG_NUMBER,
          "2026-01-31T12:00:00.5+01:00",
          "1769860800000",
          "v2.4.0-rc.1+build.7",
          "10.1.2.3",
          "2001:db8::1.2.3.4",
          5,
          Long.MIN_VALUE,
          5.0,
          -7.25,
          true,
          List.of("x", "pro", 5, true, 5.5, "10.1.2.3", "1.0.0"),
          List.of(),
          Map.of("a", 1),
          Literals.nothing());

  private static Stream<Condition> tests() {
    return Stream.of(
        test(EQ, "pro", 5, true, 5.5),
        test(NEQ, "pro", 5, true, 5.5),
        test(IN, "pro", 5, 6, 7, 8, 9.5),
        test(NOT_IN, "pro", 5, 6, 7, 8, 9.5),
        test(CONTAINS, "r", "ö"),
        test(NOT_CONTAINS, "r", "ö"),
        test(STARTS_WITH, "p", "gr"),
        test(ENDS_WITH, "o", "😀"),
        test(GT, 3, "4.5"),
        test(GTE, 5),
        test(LT, 3),
        test(LTE, 5, "-1e3"),
        test(BEFORE, "2026-01-31T12:00:00Z"),
        test(AFTER, 1769860800000L, "2026-01-31T12:00:00.25Z"),
        test(SEMVER_EQ, "2.4.0-rc.1", "1"),
        test(SEMVER_GT, "2.4.0-beta", "3"),
        test(SEMVER_GTE, "2.4.0-rc.1"),
        test(SEMVER_LT, "2.4.0-rc.1.1"),
        test(SEMVER_LTE, "2.4.0"),
        test(IN_CIDR, "10.0.0.0/8", "2001:db8::/32", "::1"),
        test(MODULO, 3, 1),
        test(EXISTS),
        test(NOT_EXISTS),
        ignoringCase(EQ, "PRO", 5),
        ignoringCase(NEQ, "PRO", 5),
        ignoringCase(IN, "PRO", "GRÖßE-😀"),
        ignoringCase(NOT_IN, "PRO", "GRÖßE-😀"),
        ignoringCase(CONTAINS, "R", "Ö"),
        ignoringCase(NOT_CONTAINS, "R", "Ö"),
        ignoringCase(STARTS_WITH, "P", "GR"),
        ignoringCase(ENDS_WITH, "O", "E-😀"));
  }

  @ParameterizedTest
  @MethodSource("tests")
  void noTestOfAnAttributeAllocates(Condition.AttributeTest test) {
    CompiledFlag flag = CompiledFlag.of(flag("checkout", rule("r", test)));
    List<Context> contexts = contexts("seen");
    contexts.addAll(contexts("other"));
    if (List.of(GT, GTE, LT, LTE).contains(test.operator())) {
      contexts.removeIf(context -> context.attribute("seen").equals(Optional.of(LONG_NUMBER)));
    }

    assertThat(allocated(flag, contexts, Ruleset.empty())).isLessThan(TINY);
  }

  @Test
  void everyOperatorButMatchesIsAmongTheTests() {
    List<Operator> tested =
        tests().map(each -> ((Condition.AttributeTest) each).operator()).distinct().toList();

    assertThat(Operator.values()).filteredOn(each -> each != MATCHES).isSubsetOf(tested);
  }

  @Test
  void neitherManyRulesNorTheirIndexAllocate() {
    var rules = new ArrayList<Rule>();
    for (int i = 0; i < 200; i++) {
      Condition plan = Definitions.test("seen", EQ, "plan-" + i, i);
      Condition country = Definitions.test("app.country", IN, "DE", "FR");
      rules.add(rule("r" + i, new Condition.All(List.of(plan, new Condition.Not(country)))));
    }
    CompiledFlag flag = CompiledFlag.of(flag("checkout", rules.toArray(Rule[]::new)));

    assertThat(allocated(flag, contexts("seen"), Ruleset.empty())).isLessThan(TINY);
    assertThat(allocated(flag, contexts("app"), Ruleset.empty())).isLessThan(TINY);
  }

  @Test
  void neitherRolloutsNorSplitsAllocate() {
    var split =
        Serve.Split.of(List.of(new Weight("on", 60), new Weight("off", 40)))
            .reweighed(List.of(new Weight("on", 20), new Weight("off", 80)));
    CompiledFlag flag =
        CompiledFlag.of(
            flag(
                "checkout",
                rule("r1", Condition.EVERYBODY, all(new Serve.One("on"), new Percentage(1_000))),
                rule(
                    "r2",
                    Condition.EVERYBODY,
                    new Rollout(new Percentage(50_000), "app.company", "größe-😀", split)),
                rule("r3", Condition.EVERYBODY, all(split, Percentage.EVERYBODY))));
    List<Context> contexts = contexts(Context.TARGETING_KEY);
    contexts.removeIf(context ->
        context.attribute(Context.TARGETING_KEY).stream()
            .anyMatch(Value.Decimal.class::isInstance));
    contexts.add(context(Map.of("app", Map.of("company", 17), "userId", "u")));

    assertThat(allocated(flag, contexts, Ruleset.empty())).isLessThan(TINY);
  }

  @Test
  void lookingForATargetingKeyThatIsNotThereAllocatesNothing() {
    Rollout half = all(new Serve.One("on"), new Percentage(50_000));
    CompiledFlag flag =
        CompiledFlag.of(
            flag(
                "checkout",
                rule("r1", Definitions.test("seen", EQ, "no"), half),
                rule("r2", Definitions.test("seen", EXISTS), half)));
    Context nobody = context(Map.of("seen", "pro"));
    assertThat(lacking(flag, nobody)).isEqualTo(EVALUATIONS);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    int lacking = lacking(flag, nobody);
    long after = THREADS.getCurrentThreadAllocatedBytes();

    assertThat(after - before).isLessThan(TINY);
    assertThat(lacking).isEqualTo(EVALUATIONS);
  }

  private static int lacking(CompiledFlag flag, Context context) {
    int lacking = 0;
    for (int i = 0; i < EVALUATIONS; i++) {
      lacking += flag.lacksTargetingKey(context, Ruleset.empty()) ? 1 : 0;
    }
    return lacking;
  }

  @Test
  void neitherSegmentsNorOtherFlagsAllocate() {
    var segment =
        new Segment(
            "beta",
            Definitions.test("plan", EQ, "pro"),
            SubjectSet.ofKeys(List.of("pro", "5", "größe-😀")),
            SubjectSet.ofKeys(List.of("true")));
    Condition tree =
        new Condition.All(
            List.of(
                new Condition.Not(new Condition.InSegment("none")),
                new Condition.Any(
                    List.of(
                        new Condition.InSegment("beta"),
                        serves("none", "on"),
                        serves("ground", "on")))));
    CompiledFlag flag =
        CompiledFlag.of(
            flag(
                "checkout",
                List.of(new Prerequisite("ground", List.of("on", "off"))),
                rule("r", tree)));
    Ruleset ruleset =
        Ruleset.empty()
            .edit()
            .put(CompiledSegment.of(segment))
            .put(CompiledFlag.of(flag("ground", rule("r", Definitions.test("plan", EQ, "pro")))))
            .put(flag)
            .build();

    assertThat(allocated(flag, contexts(Context.TARGETING_KEY), ruleset)).isLessThan(TINY);
  }

  @Test
  void theMeasurementSeesASingleByteOfEachEvaluation() {
    CompiledFlag flag =
        CompiledFlag.of(flag("checkout", rule("r", Definitions.test("seen", MATCHES, "x+"))));

    assertThat(allocated(flag, contexts("seen"), Ruleset.empty())).isGreaterThan(EVALUATIONS);
  }

  /// So that no compiler can leave an evaluation out.
  private Decision last =
      new Decision(new Variant("none", Literals.nothing()), new Reason.Default());

  /// The bytes that this thread allocates in the evaluations of all contexts in turn.
  private long allocated(CompiledFlag flag, List<Context> contexts, Ruleset ruleset) {
    Context[] each = contexts.toArray(Context[]::new);
    evaluate(flag, each, ruleset); // what is linked and compiled at first
    long before = THREADS.getCurrentThreadAllocatedBytes();
    evaluate(flag, each, ruleset);
    long after = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(last.variant().key()).isIn("on", "off");
    return after - before;
  }

  private void evaluate(CompiledFlag flag, Context[] contexts, Ruleset ruleset) {
    for (int i = 0; i < EVALUATIONS; i++) {
      last = flag.evaluate(contexts[i % contexts.length], ruleset);
    }
  }

  /// A context for each attribute, under this name, with others beside it.
  private static List<Context> contexts(String name) {
    var contexts = new ArrayList<Context>();
    for (Object attribute : ATTRIBUTES) {
      var attributes = new LinkedHashMap<String, Object>();
      attributes.put(Context.TARGETING_KEY, "user-17");
      attributes.put("app", Map.of("country", "DE"));
      attributes.put(name, attribute);
      contexts.add(context(attributes));
    }
    return contexts;
  }

  private static Condition test(Operator operator, Object... values) {
    return Definitions.test("seen", operator, values);
  }

  private static Condition ignoringCase(Operator operator, Object... values) {
    return new Condition.AttributeTest("seen", operator, Literals.scalars(values), true);
  }
}
