package featureflags.e2e;

import java.io.IOException;
import java.time.Duration;

/// Clients that say little, or nothing, or little by little.
///
/// @param port whom they keep busy
record SlowClients(int port) {
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(300);

  /// How the server ended it.
  ///
  /// @param status that it told, or 0
  record End(Duration lasted, int status) {}

  End silent() throws IOException {
    return dribble("");
  }

  End head() throws IOException {
    return dribble("GET /health HTTP/1.1\r\nHost: ");
  }

  End body(Target target) throws IOException {
    return dribble(target.head("Content-Length: 60000") + "{");
  }

  /// Says the beginning at once and then a letter now and then, until the server has had enough.
  private End dribble(String beginning) throws IOException {
    try (var wire = Wire.to(port)) {
      long began = System.nanoTime();
      wire.send(beginning);
      String said = "";
      boolean ended = false;
      while (!ended) {
        said += wire.heardFor(BETWEEN_BYTES);
        ended = wire.isOver() || (!beginning.isEmpty() && !wire.sends(new byte[] {'x'}));
      }
      int status = said.isEmpty() ? 0 : Integer.parseInt(said.substring(9, 12));
      return new End(Duration.ofNanos(System.nanoTime() - began), status);
    }
  }
}
