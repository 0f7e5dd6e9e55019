package featureflags.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A connection on which exactly the bytes are sent that a test asks for.
final class Wire implements AutoCloseable {
  /// An answer as it came.
  record Answer(int status, String head, String body) {
    boolean closes() {
      return head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int A_FEW_BYTES = 4096;

  private final Socket socket;
  private final InputStream in;
  private boolean over;

  private Wire(Socket socket, int port) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream());
  }

  static Wire to(int port) throws IOException {
    return new Wire(new Socket(), port);
  }

  /// One whose end here takes no more than a few bytes before somebody reads them.
  static Wire narrow(int port) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(A_FEW_BYTES);
    return new Wire(socket, port);
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// Whether the server still takes these bytes.
  boolean sends(byte[] bytes) {
    try {
      send(bytes);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Sends while others read here what comes back.
  Wire sendAside(byte[] bytes) {
    Thread.ofVirtual().start(() -> sends(bytes));
    return this;
  }

  /// Says that nothing more is sent, and goes on reading.
  Wire endSending() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  Answer answer() throws IOException {
    String head = head();
    int length = 0;
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("%d bytes of a body of %d".formatted(body.length, length));
    }
    return new Answer(
        Integer.parseInt(head.substring(9, 12)), head, new String(body, StandardCharsets.UTF_8));
  }

  List<Answer> answers(int count) throws IOException {
    var answers = new ArrayList<Answer>();
    for (int i = 0; i < count; i++) {
      answers.add(answer());
    }
    return answers;
  }

  String head() throws IOException {
    return through("\r\n\r\n");
  }

  /// What comes until this has come.
  String through(String end) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(end, text.length() - end.length()) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /// What comes in this time, or until the server ends the connection, see [#isOver].
  String heardFor(Duration time) throws IOException {
    var heard = new StringBuilder();
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toMillis();
          left > 0 && !over;
          left = (end - System.nanoTime()) / 1_000_000) {
        socket.setSoTimeout(Math.toIntExact(left));
        int next = in.read();
        over = next < 0;
        if (!over) {
          heard.append((char) next);
        }
      }
    } catch (SocketTimeoutException _) {
      // the time is over
    } catch (SocketException _) {
      over = true;
    } finally {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    }
    return heard.toString();
  }

  /// Whether the server has been heard to end the connection.
  boolean isOver() {
    return over;
  }

  /// Waits until the server ends the connection, in order or by force, whatever it sends before.
  ///
  /// @throws java.net.SocketTimeoutException when it sends nothing and does not end it
  void awaitEnd() throws IOException {
    try {
      while (in.read() >= 0) {
        // what it still has to say
      }
    } catch (SocketException _) {
      // by force
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
