package featureflags.chassis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// A client that sends exactly the bytes it is told to.
final class RawClient implements AutoCloseable {
  /// An answer as it came over the wire.
  record Answer(int status, String head, String body) {
    boolean closes() {
      return head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
    }
  }

  private static final int TEN_SECONDS = 10_000;

  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket = channel.socket();
    socket.setSoTimeout(TEN_SECONDS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  RawClient send(String bytes) throws IOException {
    return send(bytes.getBytes(StandardCharsets.UTF_8));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// Sends until nothing more is taken for half a second, and tells how much was.
  int sendUntilStalled(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_WRITE);
      while (rest.hasRemaining() && selector.select(500) > 0) {
        selector.selectedKeys().clear();
        channel.write(rest);
      }
    }
    channel.configureBlocking(true);
    return rest.position();
  }

  /// Whether the server still takes these bytes.
  boolean sends(String bytes) {
    try {
      send(bytes);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Sends nothing for so long, unless the server closes the connection.
  void pause(Duration length) throws IOException {
    socket.setSoTimeout(Math.toIntExact(length.toMillis()));
    isClosedByServer();
    socket.setSoTimeout(TEN_SECONDS);
  }

  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  Answer answer() throws IOException {
    String text = head();
    int length = 0;
    for (String line : text.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(Integer.parseInt(text.substring(9, 12)), text, body);
  }

  /// The body of a chunked answer, whose head has been read, as a stream.
  InputStream chunks() {
    return new Chunks(in);
  }

  /// The next so many bytes.
  byte[] read(int bytes) throws IOException {
    return in.readNBytes(bytes);
  }

  /// Whatever comes until the server closes the connection.
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Whether the server closes the connection, in order or by reset, before ten seconds are over.
  boolean isClosedByServer() {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
