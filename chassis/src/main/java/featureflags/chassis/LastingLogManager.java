package featureflags.chassis;

import java.util.logging.LogManager;

/// A log manager that does not fall silent at shutdown.
///
/// The JDK's own resets itself in a shutdown hook, at the same time as the hook in which a service
/// drains, so that whatever goes wrong then would go unsaid. Public because the JDK makes it by
/// name; [Log#configure()] sees to that.
public final class LastingLogManager extends LogManager {
  /// For the JDK only.
  public LastingLogManager() {}

  /// Does nothing.
  @Override
  public void reset() {}
}
