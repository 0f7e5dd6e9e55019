package featureflags.engine;

import static featureflags.engine.Definitions.deep;
import static featureflags.engine.Definitions.flag;
import static featureflags.engine.Definitions.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No tree of conditions takes the stack or the time of those who read it.
class TreeLimitsTest {
  private static final Condition LEAF = Definitions.test("plan", Operator.EQ, "pro");

  @Test
  void aTreeIsAtMost16Deep() {
    assertThat(Condition.flaw(LEAF)).isEmpty();
    assertThat(Condition.flaw(deep(16, LEAF))).isEmpty();
    assertThat(Condition.flaw(deep(17, LEAF)))
        .hasValueSatisfying(flaw -> assertThat(flaw).contains("16", "deep"));
    assertThat(Condition.flaw(any(List.of(LEAF, deep(15, LEAF))))).isEmpty();
    assertThat(Condition.flaw(any(List.of(LEAF, deep(16, LEAF))))).isPresent();
    assertThat(Condition.flaw(all(List.of(deep(16, LEAF), LEAF)))).isPresent();
  }

  @Test
  void aTreeHasAtMost1000Nodes() {
    assertThat(Condition.flaw(all(Collections.nCopies(999, LEAF)))).isEmpty();
    assertThat(Condition.flaw(all(Collections.nCopies(1_000, LEAF))))
        .hasValueSatisfying(flaw -> assertThat(flaw).contains("1000", "conditions"));
    List<Condition> hundreds = Collections.nCopies(9, any(Collections.nCopies(99, LEAF)));
    assertThat(Condition.flaw(all(hundreds))).isEmpty(); // 901
    assertThat(Condition.flaw(any(List.of(all(hundreds), any(Collections.nCopies(97, LEAF))))))
        .isEmpty(); // 1000
    assertThat(Condition.flaw(any(List.of(all(hundreds), any(Collections.nCopies(98, LEAF))))))
        .isPresent(); // 1001
  }

  @Test
  void aHostileTreeIsRefusedAtOnce() {
    Condition deep = deep(100_000, LEAF);
    Condition wide = LEAF;
    for (int i = 0; i < 15; i++) {
      wide = all(Collections.nCopies(1_000, wide)); // 1000^15 nodes, though few objects
    }
    Condition endless = wide;

    refused(deep);
    refused(endless);
    refused(all(List.of(deep, endless)));
  }

  private static void refused(Condition condition) {
    assertThat(Condition.flaw(condition)).isPresent();
    assertThatThrownBy(() -> flag("checkout", rule("eu-beta", condition)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'eu-beta'");
    assertThatThrownBy(() -> new Segment("beta", condition, SubjectSet.empty(), SubjectSet.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed");
  }

  private static Condition all(List<Condition> conditions) {
    return new Condition.All(conditions);
  }

  private static Condition any(List<Condition> conditions) {
    return new Condition.Any(conditions);
  }
}
