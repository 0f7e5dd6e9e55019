package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogTest {
  private static LogRecord ours(Level level, String message, Object... parameters) {
    var record = new LogRecord(level, message);
    record.setLoggerName("featureflags.redis.X");
    record.setInstant(Instant.EPOCH);
    record.setParameters(parameters);
    return record;
  }

  @Test
  void whatIsSaidWithoutThisLogHasItsParametersEachAsOneValue() {
    var record = ours(Level.WARNING, "event=lost id={0} why={1} bytes={2}", "x y", "a=b\n", 7000);

    assertThat(LogLines.line(record))
        .isEqualTo("1970-01-01T00:00:00Z WARN event=lost id=\"x y\" why=\"a=b\\n\" bytes=7000");
  }

  @Test
  void whatIsSaidWithoutThisLogIsOneLineWhichBeginsWithItsEvent() {
    var record = ours(Level.INFO, "lost file=a\n2026 ERROR event=fake {");

    assertThat(LogLines.line(record))
        .isEqualTo("1970-01-01T00:00:00Z INFO event=lost file=a\\n2026 ERROR event=fake {");
  }

  @Test
  void aCauseIsNamedAndThatOfAnErrorComesWithItsStack() {
    var warning = ours(Level.WARNING, "event=lost");
    warning.setThrown(new IllegalStateException("no\nway"));
    var error = ours(Level.SEVERE, "event=lost");
    error.setThrown(new IllegalStateException("no"));

    assertThat(LogLines.line(warning))
        .endsWith("event=lost error=\"java.lang.IllegalStateException: no\\nway\"");
    assertThat(LogLines.line(error))
        .contains("event=lost error=\"java.lang.IllegalStateException: no\" stack=\"")
        .contains("LogTest.java")
        .doesNotContain("\n");
  }

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
