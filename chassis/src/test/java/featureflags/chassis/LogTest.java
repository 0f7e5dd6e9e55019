package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogTest {
  private static String line(String logger, Level level, String message) {
    var record = new LogRecord(level, message);
    record.setLoggerName(logger);
    record.setInstant(Instant.parse("2026-01-02T03:04:05.678901Z"));
    return LogLines.line(record);
  }

  @Test
  void anEventIsTimeLevelAndPairs() {
    assertThat(line("featureflags.chassis.X", Level.INFO, Log.line("started", "port", 3000)))
        .isEqualTo("2026-01-02T03:04:05.678Z INFO event=started port=3000");
  }

  @Test
  void aValueCannotForgeALine() {
    assertThat(Log.line("e", "a", "x\r\n2026 ERROR event=fake", "b", "", "c", "q\"\\\u001b\u2028"))
        .isEqualTo(
            "event=e a=\"x\\r\\n2026 ERROR event=fake\" b=\"\" c=\"q\\\"\\\\\\u001b\\u2028\"");
  }

  @Test
  void aSecretStaysHiddenInAnEvent() {
    assertThat(Log.line("e", "password", new Secret("hush"))).isEqualTo("event=e password=***");
  }

  @Test
  void aLibrarysWordsAreAnEventToo() {
    assertThat(line("io.netty.X", Level.WARNING, "some\nthing"))
        .isEqualTo(
            "2026-01-02T03:04:05.678Z WARN event=library logger=io.netty.X"
                + " message=\"some\\nthing\"");
  }
}
