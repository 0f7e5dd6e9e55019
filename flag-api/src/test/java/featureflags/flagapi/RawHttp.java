package featureflags.flagapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Sends exactly the bytes it is told to, for what no decent client would send.
final class RawHttp {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawHttp() {}

  static Answer get(int port, String target) {
    return send(port, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  static Answer send(int port, String request) {
    return send(port, request.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends the bytes, as many as the server takes, and reads one answer.
  static Answer send(int port, byte[] request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      Thread.startVirtualThread(() -> {
        try {
          socket.getOutputStream().write(request);
        } catch (IOException _) {
          // The server has heard enough and closed; what it answered is what counts.
        }
      });
      return answer(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer answer(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after '%s'".formatted(head));
      }
      head.write(next);
    }
    String[] lines = head.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n", -1);
    var headers = new HashMap<String, List<String>>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers
          .computeIfAbsent(lines[i].substring(0, colon), _ -> new ArrayList<>())
          .add(lines[i].substring(colon + 1).strip());
    }
    var fields = HttpHeaders.of(headers, (_, _) -> true);
    int length = fields.firstValue("content-length").map(Integer::parseInt).orElse(0);
    return new Answer(Integer.parseInt(lines[0].substring(9, 12)), fields, in.readNBytes(length));
  }
}
