package featureflags.chassis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/// Events as lines of text: `event=started port=3000`, one per change of state.
///
/// Values are quoted where they have to be and control characters are escaped, so that an event is
/// always one line and nothing that a client sends can forge another.
public final class Log {
  private static final String MANAGER = "java.util.logging.manager";
  private static final int LONGEST_STACK = 8_000;

  private final String owner;

  private Log(String owner) {
    this.owner = owner;
  }

  /// The log of one class. Making it touches nothing, so that a class may hold one and still be
  /// loaded before [#configure()].
  public static Log of(Class<?> owner) {
    return new Log(owner.getName());
  }

  /// Makes this process print its events, and warnings of the libraries, on the error stream, each
  /// with time and level. Call it first in `main`: what has been logged before fixes the log
  /// manager, and the JDK's own falls silent as soon as the process begins to stop.
  public static void configure() {
    if (System.getProperty(MANAGER) == null) {
      System.setProperty(MANAGER, LastingLogManager.class.getName());
    }
    LogLines.install();
  }

  /// Something changed as it should.
  ///
  /// @param keyValues keys and values by turns
  public void info(String event, Object... keyValues) {
    write(Level.INFO, () -> line(event, keyValues));
  }

  /// Something is wrong that an operator can mend.
  public void warning(String event, Object... keyValues) {
    write(Level.WARNING, () -> line(event, keyValues));
  }

  /// Something is wrong that an operator can mend, and what caused it.
  public void warning(String event, Throwable cause, Object... keyValues) {
    write(Level.WARNING, () -> line(event, keyValues) + error(cause));
  }

  /// Something happened that nobody expected; its stack trace comes along.
  public void error(String event, Throwable cause, Object... keyValues) {
    write(Level.ERROR, () -> line(event, keyValues) + error(cause) + stack(cause));
  }

  private void write(Level level, Supplier<String> line) {
    System.Logger logger = System.getLogger(owner); // which the JDK keeps
    if (logger.isLoggable(level)) {
      logger.log(level, line.get());
    }
  }

  static String line(String event, Object... keyValues) {
    if (keyValues.length % 2 != 0) {
      throw new IllegalArgumentException("event '%s' has a key without a value".formatted(event));
    }
    StringBuilder line = new StringBuilder("event=").append(event);
    for (int i = 0; i < keyValues.length; i += 2) {
      line.append(' ').append(keyValues[i]).append('=');
      line.append(Logfmt.value(String.valueOf(keyValues[i + 1])));
    }
    return line.toString();
  }

  static String error(Throwable cause) {
    return " error=" + Logfmt.value(cause.toString());
  }

  static String stack(Throwable cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    String text = trace.toString();
    return " stack="
        + Logfmt.value(text.substring(0, Math.min(LONGEST_STACK, text.length())).strip());
  }
}
