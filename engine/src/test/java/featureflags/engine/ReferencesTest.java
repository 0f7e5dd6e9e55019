package featureflags.engine;

import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static featureflags.engine.Definitions.serves;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a definition refers to is found wherever it stands.
class ReferencesTest {
  private static final Condition TREE =
      new Condition.All(
          List.of(
              Definitions.test("plan", Operator.EQ, "pro"),
              new Condition.Any(
                  List.of(
                      new Condition.InSegment("beta"),
                      new Condition.Not(serves("payments", "on", "off")))),
              new Condition.Not(new Condition.InSegment("alpha")),
              new Condition.InSegment("beta")));

  @Test
  void findsFlagsAndSegmentsInEveryPartOfATreeInItsOrder() {
    References references = References.of(TREE);

    assertThat(references.flags()).containsExactly("payments");
    assertThat(references.segments()).containsExactly("beta", "alpha");
    assertThat(references.isEmpty()).isFalse();
  }

  @Test
  void findsThoseOfAFlagsPrerequisitesAndOfAllItsRules() {
    Flag flag =
        flag(
            "checkout",
            List.of(
                new Prerequisite("zeta", List.of("on")), new Prerequisite("eta", List.of("on"))),
            rule("r1", serves("last", "on")),
            rule("r2", TREE),
            rule("r3", serves("zeta", "off")));

    References references = References.of(flag);

    assertThat(references.flags()).containsExactly("zeta", "eta", "last", "payments");
    assertThat(references.segments()).containsExactly("beta", "alpha");
  }

  @Test
  void testsOfAttributesReferToNothing() {
    Condition tests =
        new Condition.All(List.of(Definitions.test("flag", Operator.EQ, "beta"), Condition.NOBODY));

    assertThat(References.of(tests).isEmpty()).isTrue();
    assertThat(References.of(flag("checkout", rule("r", tests))).isEmpty()).isTrue();
    assertThat(References.of(new Condition.InSegment("beta")).isEmpty()).isFalse();
    assertThat(References.of(serves("payments", "on")).isEmpty()).isFalse();
  }

  @Test
  void laterChangesOfTheSetsDoNotReachThem() {
    Set<String> flags = new LinkedHashSet<>(List.of("a"));
    var references = new References(flags, Set.of());

    flags.add("b");

    assertThat(references.flags()).containsExactly("a");
  }
}
