package featureflags.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;

/// One connection to a Redis, spoken to in inline commands.
final class Resp implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader replies;

  Resp(RedisServer server) {
    try {
      socket = new Socket(server.host(), server.port());
      replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String once(RedisServer server, String command) {
    try (var resp = new Resp(server)) {
      return resp.ask(command);
    }
  }

  /// The reply: the text of a string, otherwise the first line as it is.
  String ask(String command) {
    try {
      socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
      return next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The next reply, or the next element of a reply that is a list.
  String next() {
    try {
      var line = replies.readLine();
      if (line == null) {
        throw new IOException("the server closed the connection");
      }
      return line.startsWith("$") && !line.equals("$-1") ? replies.readLine() : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
