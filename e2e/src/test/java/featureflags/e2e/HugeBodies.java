package featureflags.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// A client that sends far more than anybody wants.
///
/// @param port to whom
/// @param bytes how much, if the server takes that much
record HugeBodies(int port, int bytes) {
  private static final int PART = 64 * 1024;

  Wire.Answer declared(Target target) throws IOException {
    return behind(target.head("Content-Length: " + bytes).getBytes(US_ASCII), part(), 1).getFirst();
  }

  Wire.Answer chunked(Target target) throws IOException {
    byte[] chunk = ("%x\r\n".formatted(PART) + "x".repeat(PART) + "\r\n").getBytes(US_ASCII);
    return behind(target.head("Transfer-Encoding: chunked").getBytes(US_ASCII), chunk, 1)
        .getFirst();
  }

  /// It asks for leave first, and does not wait for it.
  Wire.Answer declaredWithLeave(Target target) throws IOException {
    String head = target.head("Content-Length: " + bytes, "Expect: 100-continue");
    return behind(head.getBytes(US_ASCII), part(), 1).getFirst();
  }

  /// Sends a whole request, and much that is none behind it.
  List<Wire.Answer> behind(byte[] request) throws IOException {
    return behind(request, part(), 2);
  }

  Wire.Answer line() throws IOException {
    return behind("GET /".getBytes(US_ASCII), part(), 1).getFirst();
  }

  Wire.Answer field() throws IOException {
    return behind("GET / HTTP/1.1\r\nX: ".getBytes(US_ASCII), part(), 1).getFirst();
  }

  Wire.Answer fields() throws IOException {
    byte[] many = "a:b\r\n".repeat(PART / 5).getBytes(US_ASCII);
    return behind("GET / HTTP/1.1\r\n".getBytes(US_ASCII), many, 1).getFirst();
  }

  private static byte[] part() {
    byte[] part = new byte[PART];
    Arrays.fill(part, (byte) 'x');
    return part;
  }

  /// Sends the beginning and then the part again and again, until all is sent or the server ends
  /// the connection, which it has to do in any case.
  private List<Wire.Answer> behind(byte[] beginning, byte[] part, int answers) throws IOException {
    try (var wire = Wire.to(port)) {
      wire.send(beginning);
      var sending =
          Thread.ofVirtual()
              .start(() -> {
                int left = bytes;
                while (left > 0 && wire.sends(part)) {
                  left -= part.length;
                }
              });
      List<Wire.Answer> all = wire.answers(answers);
      wire.awaitEnd();
      sending.join();
      return all;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
