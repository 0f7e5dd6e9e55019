package featureflags.engine;

import static featureflags.engine.Definitions.disabled;
import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Definitions.serves;
import static featureflags.engine.Literals.context;
import static featureflags.engine.Literals.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Flags and segments that change alone, and never take each other down.
class RulesetTest {
  /// Half of what threads have by default.
  private static final long SMALL_STACK = 512 * 1_024;

  private static final Context ANYONE = context(Map.of("targetingKey", "u"));
  private static final CompiledFlag A = dependent("a", "b");
  private static final CompiledFlag B = dependent("b", "a");
  private static final CompiledFlag BEFORE = dependent("before", "a");
  private static final CompiledFlag BESIDE = dependent("beside", "alone");
  private static final CompiledFlag ALONE =
      CompiledFlag.of(flag("alone", rule("r", Condition.EVERYBODY)));

  @Test
  void aFlagSeesWhatAnotherServesNow() {
    Ruleset off = ruleset(BESIDE, CompiledFlag.of(flag("alone")));
    Ruleset on = off.edit().put(ALONE).build();

    assertThat(served(off, "beside")).isEqualTo("off");
    assertThat(served(on, "beside")).isEqualTo("on");
    assertThat(served(off, "beside")).isEqualTo("off");
    assertThat(served(on.edit().removeFlag("alone").build(), "beside")).isEqualTo("off");
  }

  @Test
  void aCircleIsQuarantinedWithWhatReachesItAndNothingElse() {
    Ruleset ruleset = ruleset(A, B, BEFORE, BESIDE, ALONE);

    assertThat(ruleset.unsound()).containsOnlyKeys("a", "b", "before");
    assertThat(ruleset.unsound().get("a")).contains("circle");
    for (String key : List.of("a", "b", "before")) {
      assertThat(decision(ruleset, key).reason()).isEqualTo(new Reason.Quarantined());
      assertThat(served(ruleset, key)).isEqualTo("off");
    }
    assertThat(ruleset.flag("beside")).containsSame(BESIDE);
    assertThat(ruleset.flag("alone")).containsSame(ALONE);
    assertThat(ruleset.flags()).hasSize(5);
  }

  @Test
  void aCircleRecoversWhenItIsOpened() {
    Ruleset circle = ruleset(A, B, BEFORE, BESIDE, ALONE);
    CompiledFlag open = CompiledFlag.of(flag("b", rule("r", Condition.EVERYBODY)));

    for (Ruleset opened :
        List.of(
            circle.edit().put(open).build(),
            circle.edit().put(CompiledFlag.of(disabled("b", rule("r", serves("a", "on"))))).build(),
            circle.edit().put(dependent("b", "alone")).build(),
            circle.edit().removeFlag("b").build())) {
      assertThat(opened.unsound()).isEmpty();
      assertThat(opened.flag("a")).containsSame(A);
      assertThat(opened.flag("before")).containsSame(BEFORE);
      assertThat(opened.flag("beside")).containsSame(BESIDE);
    }
    assertThat(served(circle.edit().put(open).build(), "before")).isEqualTo("on");
    assertThat(circle.unsound()).hasSize(3);
  }

  @Test
  void aCircleClosesAgainAndOtherChangesLeaveItClosed() {
    Ruleset opened = ruleset(A, B, ALONE).edit().removeFlag("b").build();
    Ruleset closed = opened.edit().put(B).build();
    Ruleset later = closed.edit().put(CompiledFlag.of(flag("other"))).removeFlag("alone").build();
    Ruleset muchLater = later.edit().put(BESIDE).build();

    for (Ruleset each : List.of(closed, later, muchLater)) {
      assertThat(each.unsound()).containsOnlyKeys("a", "b");
      assertThat(decision(each, "a").reason()).isEqualTo(new Reason.Quarantined());
    }
    assertThat(muchLater.edit().removeFlag("b").build().flag("a")).containsSame(A);
  }

  @Test
  void aFlagThatCannotBeReadReplacesOneThatWasSetAside() {
    var unreadable = CompiledFlag.quarantined("a", new Variant("other", value(true)));

    Ruleset ruleset = ruleset(A, B, BEFORE).edit().put(unreadable).build();

    assertThat(ruleset.flag("a")).containsSame(unreadable);
    assertThat(ruleset.unsound()).isEmpty();
    assertThat(ruleset.flag("b")).containsSame(B);
    assertThat(ruleset.edit().put(dependent("c", "d")).build().flag("a")).containsSame(unreadable);
    Ruleset removed = ruleset(A, B).edit().removeFlag("a").put(unreadable).build();
    assertThat(removed.flag("a")).containsSame(unreadable);
  }

  @Test
  void whatWasPutLastCounts() {
    Ruleset ruleset = ruleset(B).edit().put(ALONE).put(A).removeFlag("a").put(A).build();

    assertThat(ruleset.unsound()).containsOnlyKeys("a", "b");
    assertThat(ruleset.edit().put(B).removeFlag("b").build().flag("b")).isEmpty();
    assertThat(ruleset.edit().removeFlag("none").build().flags()).hasSize(3);
  }

  @Test
  void aFlagThatAsksTooOftenIsQuarantinedAlone() {
    CompiledFlag deep = manyQuestions("deep", "base", 30);
    CompiledFlag deeper = manyQuestions("deeper", "deep", 30);
    CompiledFlag deepest = manyQuestions("deepest", "deeper", 30);

    Ruleset ruleset = ruleset(deep, deeper, deepest, CompiledFlag.of(flag("base")));

    assertThat(ruleset.unsound()).containsOnlyKeys("deepest");
    assertThat(ruleset.unsound().get("deepest")).contains("evaluations");
    assertThat(ruleset.flag("deeper")).containsSame(deeper);
    Ruleset shallow = ruleset.edit().put(CompiledFlag.of(flag("deeper"))).build();
    assertThat(shallow.unsound()).isEmpty();
    assertThat(shallow.flag("deepest")).containsSame(deepest);
  }

  /// A flag that asks another so often in one condition, and once more as a prerequisite.
  private static CompiledFlag manyQuestions(String key, String on, int times) {
    return CompiledFlag.of(
        flag(
            key,
            List.of(new Prerequisite(on, List.of("off"))),
            rule("r", new Condition.Any(Collections.nCopies(times, serves(on, "on"))))));
  }

  @Test
  void theLongestChainOfTheDeepestConditionsIsEvaluatedAndExplainedOnASmallStack()
      throws InterruptedException {
    Ruleset.Edit edit = Ruleset.empty().edit();
    for (int i = 0; i < 1_000; i++) {
      Condition asks = i == 999 ? Condition.EVERYBODY : nested(16, serves("f" + (i + 1), "on"));
      edit.put(CompiledFlag.of(flag("f" + i, rule("r", asks))));
    }
    Ruleset ruleset = edit.build();
    List<Decision> decisions = Collections.synchronizedList(new ArrayList<>());

    var thread =
        new Thread(
            null,
            () ->
                ruleset
                    .flags()
                    .forEach(flag -> {
                      decisions.add(flag.evaluate(ANYONE, ruleset));
                      decisions.add(flag.explain(ANYONE, ruleset).decision());
                    }),
            "small stack",
            SMALL_STACK);
    thread.start();
    thread.join();

    assertThat(ruleset.unsound()).hasSize(1_000 - Dependencies.MAX_LEVELS);
    assertThat(decisions).hasSize(2_000);
  }

  private static Condition nested(int levels, Condition ground) {
    Condition condition = ground;
    for (int i = 1; i < levels; i++) {
      condition = new Condition.All(List.of(condition));
    }
    return condition;
  }

  @Test
  void segmentsAreKnownByTheirKey() {
    var asking = CompiledFlag.of(flag("asking", rule("r", new Condition.InSegment("beta"))));
    Ruleset none = ruleset(asking);
    Ruleset all = none.edit().put(segment("beta", Condition.EVERYBODY)).build();
    Ruleset nobody = all.edit().put(segment("beta", Condition.NOBODY)).build();
    Ruleset gone = all.edit().removeSegment("beta").build();
    Ruleset other = gone.edit().put(segment("alpha", Condition.EVERYBODY)).build();

    assertThat(served(none, "asking")).isEqualTo("off");
    assertThat(served(all, "asking")).isEqualTo("on");
    assertThat(served(nobody, "asking")).isEqualTo("off");
    assertThat(served(gone, "asking")).isEqualTo("off");
    assertThat(served(other, "asking")).isEqualTo("off");
    assertThat(all.flag("asking")).containsSame(asking);
  }

  @Test
  void anEditLeavesTheRulesetItCameFromAsItWas() {
    Ruleset before = ruleset(ALONE);

    Ruleset after = before.edit().put(BESIDE).removeFlag("alone").build();

    assertThat(before.flags()).containsExactly(ALONE);
    assertThat(after.flags()).containsExactly(BESIDE);
    assertThat(Ruleset.empty().flags()).isEmpty();
    assertThat(Ruleset.empty().flag("alone")).isEmpty();
  }

  private static CompiledFlag dependent(String key, String on) {
    return CompiledFlag.of(flag(key, rule("r", serves(on, "on"))));
  }

  private static CompiledSegment segment(String key, Condition when) {
    return CompiledSegment.of(new Segment(key, when, SubjectSet.empty(), SubjectSet.empty()));
  }

  private static Ruleset ruleset(CompiledFlag... flags) {
    Ruleset.Edit edit = Ruleset.empty().edit();
    for (CompiledFlag flag : flags) {
      edit.put(flag);
    }
    return edit.build();
  }

  private static Decision decision(Ruleset ruleset, String key) {
    return ruleset.flag(key).orElseThrow().evaluate(ANYONE, ruleset);
  }

  private static String served(Ruleset ruleset, String key) {
    return decision(ruleset, key).variant().key();
  }
}
