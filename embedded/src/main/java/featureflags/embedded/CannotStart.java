package featureflags.embedded;

/// A server that cannot be started here; the message says why and what to do, in words for the
/// person at the terminal.
public sealed class CannotStart extends RuntimeException permits PortTaken {

  private static final long serialVersionUID = 1;

  CannotStart(String message) {
    super(message);
  }

  CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
