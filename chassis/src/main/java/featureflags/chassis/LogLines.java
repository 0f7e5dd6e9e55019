package featureflags.chassis;

import java.io.PrintStream;
import java.text.MessageFormat;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// The end of `java.util.logging` at which records become lines on the error stream.
final class LogLines extends Handler {
  private static final String OURS = "featureflags";
  private static final String EVENT = "event=";

  /// Held here because the log manager itself holds loggers, and so their levels, only weakly.
  private static final Logger EVENTS = Logger.getLogger(OURS);

  /// Warns once for each answer that a vanished client did not take, which nobody can act on.
  private static final Logger NOISE =
      Logger.getLogger("io.netty.channel.AbstractChannelHandlerContext");

  private final PrintStream out;

  private LogLines(PrintStream out) {
    this.out = out;
  }

  static void install() {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new LogLines(System.err));
    root.setLevel(Level.WARNING);
    EVENTS.setLevel(Level.INFO);
    NOISE.setLevel(Level.SEVERE);
  }

  @Override
  public void publish(LogRecord record) {
    out.println(line(record));
  }

  /// Time, level and what was said. The first word that one of ours says names the event; a
  /// library's words become the event `library`.
  static String line(LogRecord record) {
    String head =
        "%s %s "
            .formatted(
                record.getInstant().truncatedTo(ChronoUnit.MILLIS), level(record.getLevel()));
    String name = String.valueOf(record.getLoggerName());
    if (name.equals(OURS) || name.startsWith(OURS + ".")) {
      return head + ours(record);
    }
    String said =
        "event=library logger=%s message=%s"
            .formatted(
                Logfmt.value(name), Logfmt.value(new SimpleFormatter().formatMessage(record)));
    Throwable thrown = record.getThrown();
    return head + (thrown == null ? said : said + " error=" + Logfmt.value(thrown.toString()));
  }

  private static String ours(LogRecord record) {
    String said = Logfmt.onOneLine(formatted(record));
    String event = said.startsWith(EVENT) ? said : EVENT + said;
    return event + Optional.ofNullable(record.getThrown()).map(cause(record)).orElse("");
  }

  private static Function<Throwable, String> cause(LogRecord record) {
    return record.getLevel().intValue() >= Level.SEVERE.intValue()
        ? thrown -> Log.error(thrown) + Log.stack(thrown)
        : Log::error;
  }

  /// What was said with each parameter as one value, which cannot pass for several.
  private static String formatted(LogRecord record) {
    String said = String.valueOf(record.getMessage());
    Object[] parameters = record.getParameters();
    if (parameters == null || parameters.length == 0) {
      return said;
    }
    Object[] values =
        Arrays.stream(parameters).map(value -> Logfmt.value(String.valueOf(value))).toArray();
    try {
      return MessageFormat.format(said, values);
    } catch (IllegalArgumentException _) {
      return said; // which is no pattern, but better than nothing
    }
  }

  private static String level(Level level) {
    return level.intValue() >= Level.SEVERE.intValue()
        ? "ERROR"
        : level.intValue() >= Level.WARNING.intValue() ? "WARN" : level.getName();
  }

  @Override
  public void flush() {
    out.flush();
  }

  /// Does nothing: the error stream outlives every handler.
  @Override
  public void close() {}
}
