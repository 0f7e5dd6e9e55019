package featureflags.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A way to a Redis server on which every command is heard, in their order, before the server has
/// it.
///
/// @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
final class Eavesdropper implements AutoCloseable {
  private final ServerSocket entrance;
  private final int port;
  private final Consumer<List<String>> listener;
  private final List<Socket> sockets = new ArrayList<>();

  /// @param port of the server, on this machine
  /// @param listener is told each command's words
  Eavesdropper(int port, Consumer<List<String>> listener) {
    this.port = port;
    this.listener = listener;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  RedisAddress address() {
    return new RedisAddress("127.0.0.1", entrance.getLocalPort(), "");
  }

  private void accept() {
    untilClosed(() -> {
      while (true) {
        Socket client = opened(entrance.accept());
        Socket server = opened(new Socket(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(() -> untilClosed(() -> listen(client, server)));
        Thread.ofVirtual()
            .start(() ->
                untilClosed(() -> server.getInputStream().transferTo(client.getOutputStream())));
      }
    });
  }

  private synchronized Socket opened(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    return socket;
  }

  private void listen(Socket client, Socket server) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
    var out = server.getOutputStream();
    while (true) {
      var heard = new ByteArrayOutputStream();
      int count = number(in, heard);
      var words = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        int length = number(in, heard);
        byte[] word = in.readNBytes(length + 2);
        heard.writeBytes(word);
        words.add(new String(word, 0, length, UTF_8));
      }
      listener.accept(words);
      heard.writeTo(out);
    }
  }

  /// The number of a line such as `*3`.
  private static int number(DataInputStream in, ByteArrayOutputStream heard) throws IOException {
    int number = 0;
    for (byte next = in.readByte(); next != '\n'; next = in.readByte()) {
      heard.write(next);
      if (next >= '0' && next <= '9') {
        number = 10 * number + next - '0';
      }
    }
    heard.write('\n');
    return number;
  }

  /// What is done with sockets.
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void untilClosed(Work work) {
    try {
      work.run();
    } catch (IOException _) {
      // one of its ends is closed
    }
  }

  @Override
  public synchronized void close() {
    untilClosed(entrance::close);
    sockets.forEach(socket -> untilClosed(socket::close));
  }
}
