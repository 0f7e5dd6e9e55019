package featureflags.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/// Choosing ports on the loopback interface.
final class Ports {

  /// The address that the servers listen on, and no other.
  static final String LOOPBACK = "127.0.0.1";

  /// Below the ports that systems give to outgoing connections (from 32768 on Linux). A client that
  /// keeps on dialling a port of that range while its server restarts can connect to itself, and
  /// then the server finds its port taken.
  private static final int FIRST = 15_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 20;

  private Ports() {}

  /// Starts a server on a port; 0 means any, and then a port lost to another process at the last
  /// moment is replaced by another.
  ///
  /// @throws PortTaken when that port is taken, or (for 0) every port that was tried
  static <T> T listening(String server, int port, IntFunction<T> start) {
    if (port != 0) {
      requireFree(server, port);
      return start.apply(port);
    }
    for (int attempt = 1; ; attempt++) {
      var candidate = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try {
        requireFree(server, candidate);
        return start.apply(candidate);
      } catch (PortTaken e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void requireFree(String server, int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral(LOOPBACK))) {
      return;
    } catch (IOException _) {
      throw new PortTaken(server, port);
    }
  }
}
