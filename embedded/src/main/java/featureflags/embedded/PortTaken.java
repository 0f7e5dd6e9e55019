package featureflags.embedded;

/// Another process already listens on the port that a server was to have.
///
/// The caller knows which setting moves that port, and says so.
public final class PortTaken extends CannotStart {

  private static final long serialVersionUID = 1;

  private final int port;

  PortTaken(String server, int port) {
    super("port %d on 127.0.0.1 is taken, so %s cannot listen there".formatted(port, server));
    this.port = port;
  }

  /// The port, 1 to 65535.
  public int port() {
    return port;
  }
}
