package featureflags.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.launchdarkly.sdk.EvaluationDetail;
import com.launchdarkly.sdk.LDValue;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LaunchDarklyTest {
  private final LaunchDarkly rival = new LaunchDarkly();
  private final Hand hand = new Hand();

  @AfterEach
  void close() throws IOException {
    rival.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HALF", "SPLIT"})
  void itAnswersEveryContextAsTheEvaluatorByHandDoes(Scenario scenario) {
    for (int turn = 0; turn < Population.SIZE; turn++) {
      EvaluationDetail<LDValue> detail = rival.evaluate(scenario.askedKey(), turn);

      String variant = detail.getValue().booleanValue() ? "on" : "off";
      assertThat(variant).isEqualTo(hand.evaluate(scenario.askedKey(), turn).variant());
    }
  }

  /// It hashes otherwise, so it is not the same subjects that are in.
  @ParameterizedTest
  @EnumSource(names = {"HALF", "SPLIT"})
  void itAnswersByTheSubjectWhereTheEvaluatorByHandDoes(Scenario scenario) {
    long answers =
        IntStream.range(0, Population.SIZE)
            .mapToObj(turn -> rival.evaluate(scenario.askedKey(), turn).getValue())
            .distinct()
            .count();

    assertThat(answers).isEqualTo(scenario == Scenario.HALF ? 2 : 5);
  }
}
