package featureflags.e2e;

import java.io.IOException;

/// A client that does not read what it is sent.
final class Deaf implements AutoCloseable {
  private final Wire wire;
  private final Thread sending;

  private Deaf(Wire wire, byte[] request, int times) {
    this.wire = wire;
    this.sending =
        Thread.ofVirtual()
            .start(() -> {
              int left = times;
              while (left > 0 && wire.sends(request)) {
                left--;
              }
            });
  }

  /// One that sends a request again and again, as long as the server takes it.
  static Deaf asking(int port, byte[] request, int times) throws IOException {
    return new Deaf(Wire.narrow(port), request, times);
  }

  /// Leaves without a word.
  @Override
  public void close() throws IOException {
    wire.close();
    try {
      sending.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
