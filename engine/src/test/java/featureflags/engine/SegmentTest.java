package featureflags.engine;

import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Definitions.serves;
import static featureflags.engine.Literals.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is in a segment.
class SegmentTest {
  private static final Condition PRO = Definitions.test("plan", Operator.EQ, "pro");
  private static final CompiledFlag ASKING =
      CompiledFlag.of(flag("asking", rule("r", new Condition.InSegment("beta"))));

  @Test
  void excludedWinsThenIncludedThenTheCondition() {
    var segment = segment(PRO, List.of("in", "both"), List.of("out", "both"));

    assertThat(has(segment, Map.of("targetingKey", "both", "plan", "pro"))).isFalse();
    assertThat(has(segment, Map.of("targetingKey", "out", "plan", "pro"))).isFalse();
    assertThat(has(segment, Map.of("targetingKey", "in", "plan", "free"))).isTrue();
    assertThat(has(segment, Map.of("targetingKey", "other", "plan", "pro"))).isTrue();
    assertThat(has(segment, Map.of("targetingKey", "other", "plan", "free"))).isFalse();
  }

  @Test
  void whoHasNoKeyIsOnNoListAndLeftToTheCondition() {
    var segment = segment(PRO, List.of("", "null", "in"), List.of());

    assertThat(has(segment, Map.of("plan", "pro"))).isTrue();
    assertThat(has(segment, Map.of("plan", "free"))).isFalse();
    assertThat(has(segment, Map.of("targetingKey", List.of("in"), "plan", "free"))).isFalse();
  }

  @Test
  void whyASubjectIsInOrNotIsTold() {
    var segment = segment(PRO, List.of("in", "both"), List.of("out", "both"));

    assertThat(membership(segment, "both")).isEqualTo(new Membership.Excluded());
    assertThat(membership(segment, "out")).isEqualTo(new Membership.Excluded());
    assertThat(membership(segment, "in")).isEqualTo(new Membership.Included());
    assertThat(membership(segment, "other"))
        .isEqualTo(
            new Membership.ByCondition(
                new ConditionTrace.Tested(
                    (Condition.AttributeTest) PRO, Literals.nothing(), false)));
  }

  private static Membership membership(Segment segment, String key) {
    return CompiledSegment.of(segment)
        .explain(context(Map.of("targetingKey", key)), Ruleset.empty());
  }

  @Test
  void keysAreCanonicalTexts() {
    var segment = segment(Condition.NOBODY, List.of("42", "true", "größe-😀"), List.of());

    assertThat(has(segment, Map.of("targetingKey", 42))).isTrue();
    assertThat(has(segment, Map.of("targetingKey", 42.0))).isTrue();
    assertThat(has(segment, Map.of("targetingKey", true))).isTrue();
    assertThat(has(segment, Map.of("userId", "größe-😀"))).isTrue();
    assertThat(has(segment, Map.of("targetingKey", "42.0"))).isFalse();
  }

  @Test
  void nobodyIsInASegmentThatIsNotThere() {
    Decision decision = ASKING.evaluate(context(Map.of("plan", "pro")), Ruleset.empty());

    assertThat(decision.reason()).isEqualTo(new Reason.Default());
  }

  @Test
  void refusesWhatIsNoKey() {
    assertThatThrownBy(() -> new Segment("a b", PRO, SubjectSet.empty(), SubjectSet.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> new Condition.InSegment(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("''");
    assertThatThrownBy(() -> new Condition.FlagServes("a/b", List.of("on")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a/b'");
    assertThatThrownBy(() -> new Condition.FlagServes("flag", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'flag'");
    assertThatThrownBy(() -> new Prerequisite("a/b", List.of("on")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a/b'");
    assertThatThrownBy(() -> new Prerequisite("flag", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'flag'");
  }

  @Test
  void refersToNoFlagAndNoOtherSegment() {
    List<Condition> referring =
        List.of(
            serves("payments", "on"),
            new Condition.InSegment("alpha"),
            new Condition.All(List.of(PRO, new Condition.Not(new Condition.InSegment("alpha")))));

    assertThat(referring)
        .allSatisfy(when -> {
          assertThat(Segment.flaw(when)).isPresent();
          assertThatThrownBy(
                  () -> new Segment("beta", when, SubjectSet.empty(), SubjectSet.empty()))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("segment");
        });
    assertThat(Segment.flaw(PRO)).isEmpty();
    assertThat(Segment.flaw(Condition.NOBODY)).isEmpty();
  }

  private static Segment segment(Condition when, List<String> included, List<String> excluded) {
    return new Segment("beta", when, SubjectSet.ofKeys(included), SubjectSet.ofKeys(excluded));
  }

  /// Whether a flag that asks for the segment finds the subject in it, and tells so.
  private static boolean has(Segment segment, Map<String, ?> attributes) {
    Ruleset ruleset = Ruleset.empty().edit().put(CompiledSegment.of(segment)).build();
    Context context = context(attributes);
    boolean in = ASKING.evaluate(context, ruleset).reason() instanceof Reason.RuleMatch;

    assertThat(ASKING.explain(context, ruleset).steps().getFirst() instanceof Step.RuleHeld)
        .isEqualTo(in);
    return in;
  }
}
