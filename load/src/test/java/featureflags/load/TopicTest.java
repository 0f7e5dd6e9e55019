package featureflags.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicTest {
  @Test
  void allAreMeasuredUnlessSomeAreNamed() {
    assertThat(Topic.chosen(List.of("--quick"))).containsExactly(Topic.values());
    assertThat(Topic.chosen(List.of("change", "--quick", "batch")))
        .containsExactly(Topic.BATCH, Topic.CHANGE);
  }
}
