package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRateTest {
  private static final int MANY = 200_000;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.1, 0.5, 0.999, 1})
  void itKeepsItsShareOfIdsThatComeByChanceAndOfIdsInARow(double share) {
    var random = new Random(7);
    var rate = new SampleRate(share);

    for (IntFunction<UUID> ids :
        List.<IntFunction<UUID>>of(
            _ -> new UUID(random.nextLong(), random.nextLong()), i -> new UUID(5, i))) {
      long kept = IntStream.range(0, MANY).mapToObj(ids).filter(rate::keeps).count();
      assertThat((double) kept / MANY).isEqualTo(share, within(0.005));
    }
  }

  @Test
  void aLargerShareKeepsWhatASmallerOneKeeps() {
    var random = new Random(8);
    var smaller = new SampleRate(0.2);
    var larger = new SampleRate(0.3);
    for (int i = 0; i < MANY; i++) {
      var id = new UUID(random.nextLong(), random.nextLong());
      assertThat(larger.keeps(id) || !smaller.keeps(id)).isTrue();
      assertThat(smaller.keeps(id)).isEqualTo(smaller.keeps(id));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aShareIsFromNoneToAll(double share) {
    assertThatThrownBy(() -> new SampleRate(share)).isInstanceOf(IllegalArgumentException.class);
  }
}
