package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.Conditions.all;
import static featureflags.testkit.Conditions.any;
import static featureflags.testkit.Conditions.flagServes;
import static featureflags.testkit.Conditions.inSegment;
import static featureflags.testkit.Conditions.not;
import static featureflags.testkit.Conditions.test;
import static featureflags.testkit.EntryBuilder.entry;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.anyone;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Condition;
import featureflags.engine.Weight;
import featureflags.testkit.FlagBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is odd about a flag that can be stored.
class WarningsTest {
  private static final Condition PRO = test("plan", EQ, "pro");

  private static Stream<FlagBuilder> sound() {
    return Stream.of(
        flag("new"),
        flag("rolled-out").enabled().rollout(5),
        flag("by-rule").enabled().rule(when(PRO)),
        flag("off-by-rule").enabled().rule(when(PRO).serve("off")).rollout(1),
        flag("everybody-last").enabled().rule(when(PRO)).rule(anyone().serve("off")),
        flag("part-of-everybody").enabled().rule(anyone().rollout(99.999)).rule(when(PRO)),
        flag("constant").enabled().serve("off").otherwise("on"),
        flag("in-segment").enabled().rule(when(inSegment("beta"))),
        flag("not-in-segment").enabled().rule(when(not(inSegment("beta")))).rule(when(PRO)),
        flag("by-flag").enabled().rule(when(not(flagServes("other", "on")))).rule(when(PRO)),
        flag("split-of-everybody")
            .enabled()
            .rule(anyone().split(new Weight("on", 1), new Weight("off", 1)))
            .rule(when(PRO)),
        flag("split").enabled().rollout(100).split(new Weight("on", 1), new Weight("off", 9)));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void nothingIsOddAboutASoundFlag(FlagBuilder flag) {
    assertThat(Warnings.of(flag.build(), Set.of())).isEmpty();
  }

  @Test
  void aRuleThatIsTriedAfterOneForEverybodyCanNeverMatch() {
    assertThat(
            warnings(
                flag("f")
                    .enabled()
                    .rule(when(PRO).priority(3))
                    .rule(when(all(any(all()), not(any()))).id("all").priority(2))
                    .rule(when(PRO).priority(1))
                    .rule(when(PRO).priority(2))))
        .containsExactly(
            "/rules/0: can never match, for rule 'all' is tried before it and takes everybody; move it before that rule, or remove it",
            "/rules/3: can never match, for rule 'all' is tried before it and takes everybody; move it before that rule, or remove it");
  }

  private static Stream<Condition> never() {
    return Stream.of(
        any(),
        not(all()),
        all(PRO, any()),
        any(any(), not(all())),
        not(any(PRO, all())),
        not(not(all(not(all()), inSegment("beta")))));
  }

  @ParameterizedTest
  @MethodSource("never")
  void aConditionThatCanNeverHoldIsTold(Condition condition) {
    assertThat(warnings(flag("f").enabled().rollout(1).rule(when(PRO)).rule(when(condition))))
        .containsExactly(
            "/rules/1/when: holds for nobody, whatever the context; mend it, or remove the rule");
  }

  private static Stream<Condition> open() {
    return Stream.of(
        PRO,
        inSegment("beta"),
        flagServes("g", "on"),
        all(PRO),
        any(PRO, any()),
        all(all(), PRO),
        not(PRO),
        any(PRO, not(PRO)));
  }

  @ParameterizedTest
  @MethodSource("open")
  void aConditionThatDependsIsNeitherForEverybodyNorForNobody(Condition condition) {
    assertThat(warnings(flag("f").enabled().rule(when(condition)).rule(when(PRO)))).isEmpty();
  }

  @Test
  void aSegmentThatIsEmptyIsToldWhereItIsNamed() {
    var flag =
        flag("f")
            .enabled()
            .rule(when(inSegment("empty")))
            .rule(when(all(PRO, not(any(inSegment("beta"), inSegment("empty"))))))
            .build();

    assertThat(Warnings.of(flag, Set.of("empty", "other")))
        .extracting(Warning::pointer)
        .containsExactly("/rules/0/when/segment", "/rules/1/when/all/1/not/any/1/segment");
    assertThat(Warnings.of(flag, Set.of("empty")).getFirst().message())
        .isEqualTo("nobody is in the segment 'empty'; put somebody in, or name another");
  }

  @Test
  void aVariantThatNothingServesIsTold() {
    FlagBuilder flag =
        flag("f")
            .enabled()
            .variant("off", false)
            .variant("default", false)
            .variant("ruled", true)
            .variant("split", true)
            .variant("rolled", true)
            .variant("never", true)
            .variant("after", true)
            .variant("forgotten", true)
            .otherwise("default")
            .rule(when(PRO).split(new Weight("split", 1), new Weight("off", 1)))
            .rule(when(any()).serve("never"))
            .rule(when(PRO).serve("ruled"))
            .serve("rolled");

    assertThat(pointers(flag.rollout(1)))
        .containsExactly("/variants/5", "/variants/6", "/variants/7", "/rules/1/when");
    assertThat(pointers(flag.rollout(0)))
        .containsExactly(
            "/variants/4", "/variants/5", "/variants/6", "/variants/7", "/rules/1/when");
    assertThat(
            pointers(flag.rollout(1).rule(anyone().serve("ruled")).rule(when(PRO).serve("after"))))
        .containsExactly(
            "/variants/4",
            "/variants/5",
            "/variants/6",
            "/variants/7",
            "/rules/1/when",
            "/rules/4");
    assertThat(warnings(flag).getFirst())
        .isEqualTo(
            "/variants/4: nothing serves 'rolled'; serve it by a rule or by the rollout, or remove it");
  }

  @Test
  void aRolloutThatAdmitsNobodyIsTold() {
    assertThat(warnings(flag("f").enabled().rollout(1).rule(when(PRO)).rule(when(PRO).rollout(0))))
        .containsExactly(
            "/rules/1/rolloutPercentage: admits nobody, so the rule does nothing; raise it, or remove the rule");
    assertThat(warnings(flag("f").enabled().rollout(0)))
        .containsExactly(
            "/rolloutPercentage: admits nobody, so the flag is on and serves what it serves when off; raise it, or add a rule");
  }

  @Test
  void anArmWithoutAWeightIsTold() {
    FlagBuilder flag =
        flag("f")
            .enabled()
            .rollout(1)
            .split(new Weight("off", 0), new Weight("on", 1))
            .rule(when(PRO).split(new Weight("on", 1), new Weight("off", 0)));

    assertThat(warnings(flag))
        .containsExactly(
            "/rules/0/serve/split/1: gives 'off' to nobody; give it a weight, or remove it",
            "/serve/split/0: gives 'off' to nobody; give it a weight, or remove it");
  }

  @Test
  void aVariantThatOnlyAnArmWithoutAWeightNamesIsServedByNothing() {
    FlagBuilder flag =
        flag("f")
            .enabled()
            .variant("off", false)
            .variant("on", true)
            .variant("later", true)
            .rule(when(PRO).split(new Weight("on", 1), new Weight("later", 0)));

    assertThat(pointers(flag)).containsExactly("/variants/2", "/rules/0/serve/split/1");
  }

  @Test
  void theAnswerOfASaveAlwaysHasWarningsAndTheStoredFormNever() {
    var entry = entry("f").build();

    assertThat(EntryShape.write(entry).fields()).doesNotContainKey("warnings");
    assertThat(ValueWriter.text(EntryShape.writeSaved(entry, List.of())))
        .isEqualTo(ValueWriter.text(EntryShape.write(entry)).replaceAll("}$", ",\"warnings\":[]}"));
    assertThat(ValueWriter.text(EntryShape.writeSaved(entry, List.of(new Warning("/a", "b")))))
        .endsWith(",\"warnings\":[{\"pointer\":\"/a\",\"detail\":\"b\"}]}");
  }

  private static List<String> warnings(FlagBuilder flag) {
    return Warnings.of(flag.build(), Set.of()).stream()
        .map(warning -> warning.pointer() + ": " + warning.message())
        .toList();
  }

  private static List<String> pointers(FlagBuilder flag) {
    return Warnings.of(flag.build(), Set.of()).stream().map(Warning::pointer).toList();
  }
}
