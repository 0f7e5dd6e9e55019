package featureflags.engine;

import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Literals.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is in a rollout, and what its split gives to whom.
class RolloutProperties {
  private static final Serve ON = new Serve.One("on");
  private static final Serve.Split SPLIT =
      Serve.Split.of(List.of(new Weight("on", 50), new Weight("off", 50)))
          .reweighed(List.of(new Weight("on", 30), new Weight("off", 70)))
          .reweighed(List.of(new Weight("on", 60), new Weight("off", 40)));

  @Test
  void aSubjectIsInWhenItsSlotIsBelowThePercentage() {
    qt().withExamples(5_000)
        .forAll(Texts.any(0, 12), Texts.any(0, 6), integers().between(0, 100_000))
        .checkAssert((subject, salt, share) -> {
          int slot = Slot.of(subject, salt);

          assertThat(isIn(subject, salt, share)).isEqualTo(slot < share);
          assertThat(isIn(subject, salt, slot)).isFalse();
          assertThat(isIn(subject, salt, slot + 1)).isTrue();
        });
  }

  private static boolean isIn(String subject, String salt, int share) {
    var rollout = new Rollout(new Percentage(share), "company", salt, ON);

    return decision(rollout, Map.of("company", subject)).reason() instanceof Reason.RuleMatch;
  }

  @Test
  void aSplitGivesTheArmThatHasTheSlotUnderItsOwnSalt() {
    qt().withExamples(5_000)
        .forAll(Texts.any(0, 12), Texts.any(0, 6))
        .checkAssert((subject, salt) -> gives(SPLIT, subject, salt));
    Serve.Split alternating = alternating();
    for (int i = 0; i < 20; i++) {
      gives(alternating, "user-" + i, "salt");
    }
  }

  private static void gives(Serve.Split split, String subject, String salt) {
    int slot = Slot.of(subject, salt + ":split");
    String expected = SplitChange.owners(split).floorEntry(slot).getValue();
    var rollout = new Rollout(Percentage.EVERYBODY, "company", salt, split);

    Decision decision = decision(rollout, Map.of("company", subject));

    assertThat(decision.reason()).isEqualTo(new Reason.RuleMatch("r"));
    assertThat(decision.variant().key()).isEqualTo(expected);
  }

  /// A split in which every slot is the first and the last of its range.
  private static Serve.Split alternating() {
    var even = new ArrayList<SlotRange>();
    var odd = new ArrayList<SlotRange>();
    for (int slot = 0; slot < Slot.COUNT; slot += 2) {
      even.add(new SlotRange(slot, slot + 1));
      odd.add(new SlotRange(slot + 1, slot + 2));
    }
    return new Serve.Split(List.of(new Arm("on", 1, even), new Arm("off", 1, odd)));
  }

  @Test
  void theSameSubjectInAnotherTypeHasTheSameSlot() {
    qt().withExamples(2_000)
        .forAll(longs().between(-Value.MAX_SAFE_INTEGER, Value.MAX_SAFE_INTEGER))
        .checkAssert(number -> {
          long hash = hash(number);

          assertThat(hash(Long.toString(number))).isEqualTo(hash);
          assertThat(hash((double) number)).isEqualTo(hash);
          assertThat(Slot.of(hash)).isEqualTo(Slot.of(Long.toString(number), "salt"));
        });
    assertThat(hash(true)).isEqualTo(hash("true"));
    assertThat(hash(false)).isEqualTo(hash("false"));
    assertThat(hash(0.1)).isEqualTo(hash("0.1"));
    assertThat(hash(-0.0)).isEqualTo(hash("0"));
  }

  private static long hash(Object subject) {
    return new Bucketing("company", "salt").hash(context(Map.of("company", subject)));
  }

  @Test
  void whoHasNoSubjectIsInWhenEverybodyIsButInNoSplit() {
    List<Map<String, Object>> without =
        List.of(
            Map.of("targetingKey", "u"),
            Map.of("company", List.of("a")),
            Map.of("company", Map.of("a", 1)),
            Map.of("company", Literals.nothing()));

    for (Map<String, Object> attributes : without) {
      assertThat(served(99_999, ON, attributes)).isFalse();
      assertThat(served(100_000, ON, attributes)).isTrue();
      assertThat(served(0, ON, attributes)).isFalse();
      assertThat(served(100_000, SPLIT, attributes)).isFalse();
    }
    assertThat(served(0, ON, Map.of("company", "a"))).isFalse();
  }

  private static boolean served(int share, Serve serve, Map<String, Object> attributes) {
    var rollout = new Rollout(new Percentage(share), "company", "salt", serve);

    return decision(rollout, attributes).reason() instanceof Reason.RuleMatch;
  }

  @Test
  void whatIsExplainedIsWhatWasHashed() {
    var rollout = new Rollout(new Percentage(99_999), "company", "salt", SPLIT);
    CompiledFlag flag = CompiledFlag.of(flag("checkout", rule("r", Condition.EVERYBODY, rollout)));

    Step step = flag.explain(context(Map.of("company", 42)), Ruleset.empty()).steps().getFirst();

    int drawn = Slot.of("42", "salt:split");
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.RuleHeld.class,
            held -> {
              assertThat(held.rollout().admission())
                  .isEqualTo(
                      new Admission.Hashed(
                          new Percentage(99_999),
                          "company",
                          "42:salt",
                          hash("42"),
                          Slot.of("42", "salt"),
                          99_999,
                          true));
              assertThat(held.rollout().draw())
                  .isInstanceOfSatisfying(
                      Draw.Drawn.class,
                      draw -> {
                        assertThat(draw.input()).isEqualTo("42:salt:split");
                        assertThat(draw.slot()).isEqualTo(drawn);
                        assertThat(Slot.of(draw.hash())).isEqualTo(drawn);
                        assertThat(draw.range().from()).isLessThanOrEqualTo(drawn);
                        assertThat(draw.range().to()).isGreaterThan(drawn);
                        assertThat(draw.variant())
                            .isEqualTo(SplitChange.owners(SPLIT).floorEntry(drawn).getValue());
                      });
            });
  }

  @Test
  void whoIsNotInOrHasNoSubjectIsToldSo() {
    assertThat(trace(100_000, SPLIT, Map.of()))
        .isEqualTo(
            new RolloutTrace(
                new Admission.Unhashed(Percentage.EVERYBODY, true), new Draw.NoSubject("company")));
    assertThat(trace(0, SPLIT, Map.of("company", "a")))
        .isEqualTo(
            new RolloutTrace(
                new Admission.Unhashed(Percentage.NOBODY, false), new Draw.Undrawn(false)));
    assertThat(trace(1, ON, Map.of()))
        .isEqualTo(
            new RolloutTrace(
                new Admission.NoSubject(new Percentage(1), "company"), new Draw.Undrawn(false)));
    assertThat(trace(100_000, ON, Map.of()))
        .isEqualTo(
            new RolloutTrace(
                new Admission.Unhashed(Percentage.EVERYBODY, true), new Draw.Undrawn(true)));
  }

  private static RolloutTrace trace(int share, Serve serve, Map<String, Object> attributes) {
    var rollout = new Rollout(new Percentage(share), "company", "salt", serve);
    var compiled =
        new CompiledRollout(
            rollout, new Reason.RolledOut(), new Decisions(flag("checkout").variants()));

    return compiled.explain(context(attributes));
  }

  private static Decision decision(Rollout rollout, Map<String, Object> attributes) {
    CompiledFlag flag = CompiledFlag.of(flag("checkout", rule("r", Condition.EVERYBODY, rollout)));
    Context context = context(attributes);
    Decision decision = flag.evaluate(context, Ruleset.empty());

    assertThat(flag.explain(context, Ruleset.empty()).decision()).isEqualTo(decision);
    return decision;
  }
}
