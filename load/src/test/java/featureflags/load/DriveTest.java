package featureflags.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DriveTest {
  @Test
  void theLineIsFoundAmongWhatWrkPrints() {
    String output =
        """
        Running 2s test @ http://127.0.0.1:1/
          1 threads and 16 connections
        Requests/sec:  29500.00
        measured requests=59000 answered=60000 errors=3 bytes=14000000 nanos=2000000000 p50=400000 p99=1200000 max=8000000
        """;

    Drive drive = Drive.parse(output);

    assertThat(drive)
        .isEqualTo(
            new Drive(
                59_000,
                60_000,
                3,
                14_000_000,
                Duration.ofSeconds(2),
                Duration.ofNanos(400_000),
                Duration.ofNanos(1_200_000),
                Duration.ofMillis(8)));
    assertThat(Drive.parse(drive.text())).isEqualTo(drive);
    assertThat(drive.rate()).isEqualTo(29_500);
  }

  @Test
  void whatItSaysInsteadIsShown() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Drive.parse("unable to connect to 127.0.0.1:1 Connection refused"))
        .withMessageContaining("Connection refused");
  }
}
