package featureflags.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Ours ours = new Ours();
  private final Hand hand = new Hand();

  @ParameterizedTest
  @EnumSource
  void theEngineAndTheEvaluatorByHandAgreeOnEveryContext(Scenario scenario) {
    for (int turn = 0; turn < Population.SIZE; turn++) {
      assertThat(Answer.of(ours.evaluate(scenario.askedKey(), turn)))
          .as("context %d: %s", turn, Population.attributes(turn))
          .isEqualTo(hand.evaluate(scenario.askedKey(), turn));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEvaluationAllocatesNothing(Scenario scenario) {
    String key = scenario.askedKey();

    assertThat(bytesOfARound(turn -> ours.evaluate(key, turn))).isZero();
    assertThat(bytesOfARound(turn -> hand.evaluate(key, turn))).isZero();
  }

  @Test
  void theContextsAreNotAllAlikeToTheFlagsThatTellThemApart() {
    assertThat(answers(Scenario.HALF)).isEqualTo(2);
    assertThat(answers(Scenario.SPLIT)).isEqualTo(5);
    assertThat(answers(Scenario.VERSION)).isEqualTo(2);
    assertThat(answers(Scenario.TEN_RULES)).isEqualTo(1);
    assertThat(answers(Scenario.LONG_LIST)).isEqualTo(1);
  }

  private long answers(Scenario scenario) {
    return IntStream.range(0, Population.SIZE)
        .mapToObj(turn -> hand.evaluate(scenario.askedKey(), turn))
        .distinct()
        .count();
  }

  /// The least that any of many rounds through all contexts allocates: the first are interpreted,
  /// and what is compiled in full comes late on a busy machine.
  private static long bytesOfARound(IntFunction<Object> evaluation) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 100_000 && least > 0; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int turn = 0; turn < Population.SIZE; turn++) {
        var _ = evaluation.apply(turn);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
