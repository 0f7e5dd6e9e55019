package featureflags.chassis;

/// A server that cannot listen where it was told to, most often because the port is taken.
public final class CannotListen extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int port;

  CannotListen(String host, int port, String why, Throwable cause) {
    super("cannot listen on %s:%d: %s".formatted(host, port, why), cause);
    this.port = port;
  }

  /// The port, 0 to 65,535.
  public int port() {
    return port;
  }
}
