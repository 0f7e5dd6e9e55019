package featureflags.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTest {
  @Test
  void whatIsMissedStandsOut() {
    var goals =
        List.of(
            Goal.atLeast(0.8, "throughput", Spread.of(0.8)),
            Goal.atLeast(0.8, "throughput", Spread.of(0.79)),
            Goal.atMost(2_048, "bytes", Spread.of(7_726)),
            Goal.atMost(1.5, "p99", Spread.of(1.2)));

    String table = Goal.table(goals);

    assertThat(table)
        .isEqualTo(
            """
            | goal | wanted | seen |  |
            | --- | --- | --- | --- |
            | throughput | ≥ 0.80 | 0.80 | holds |
            | throughput | ≥ 0.80 | 0.79 | **missed** |
            | bytes | ≤ 2,048 | 7,726 | **missed** |
            | p99 | ≤ 1.50 | 1.20 | holds |
            """);
  }

  @Test
  void roundsThatDisagreeDecideNothing() {
    assertThat(Goal.atLeast(0.8, "throughput", Spread.of(0.5, 0.85, 1.3)).verdict())
        .isEqualTo(Goal.Verdict.UNCLEAR);
  }

  @Test
  void anOutlierAmongManyRoundsDecidesNothing() {
    assertThat(Goal.atLeast(0.8, "throughput", Spread.of(0.2, 0.85, 0.9, 0.95, 0.9)).verdict())
        .isEqualTo(Goal.Verdict.HOLDS);
  }
}
