package featureflags.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What one class logs while this is open.
final class Heard extends Handler implements AutoCloseable {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Logger logger;

  Heard(Class<?> speaker) {
    logger = Logger.getLogger(speaker.getName());
    logger.addHandler(this);
  }

  /// The first word of each record.
  List<String> events() {
    return List.copyOf(events);
  }

  @Override
  public void publish(LogRecord spoken) {
    events.add(spoken.getMessage().split(" ", 2)[0]);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
