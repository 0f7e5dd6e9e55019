package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventSettingsTest {
  private static final Path SPOOL = Path.of("spool");

  @Test
  void unlessToldOtherwiseThereIsRoomForMuch() {
    assertThat(EventSettings.in(SPOOL))
        .isEqualTo(new EventSettings(SPOOL, 268_435_456, 65_536, 0, Duration.ofSeconds(5)));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new EventSettings(SPOOL, 1000, 16, 0, Duration.ZERO))
        .hasMessageContaining("1000");
    assertThatThrownBy(() -> new EventSettings(SPOOL, 1 << 22, 0, 0, Duration.ZERO))
        .hasMessageContaining("queue of 0");
    assertThatThrownBy(() -> new EventSettings(SPOOL, 1 << 22, 16, 0, Duration.ofSeconds(-1)))
        .hasMessageContaining("PT-1S");
  }
}
