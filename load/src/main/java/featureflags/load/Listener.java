package featureflags.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// A client of the stream of events, which counts those that tell it to evaluate again.
final class Listener {
  private static final byte[] EVENT = "refetchEvaluation".getBytes(US_ASCII);
  private static final byte[] ACCEPTED = "HTTP/1.1 200".getBytes(US_ASCII);

  private final SocketChannel channel;
  private int read;
  private volatile boolean refused;
  private volatile boolean ended;
  private int matched;
  private final AtomicInteger events = new AtomicInteger();
  private volatile long last;

  private Listener(SocketChannel channel) {
    this.channel = channel;
  }

  /// Connects and asks for the stream.
  static void open(int port, String path, Selector selector, Listeners all) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    String request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n\r\n"
            .formatted(path, port);
    channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
    channel.configureBlocking(false);
    var listener = new Listener(channel);
    channel.register(selector, SelectionKey.OP_READ, listener);
    all.add(listener);
  }

  /// Takes what has come.
  void take(ByteBuffer buffer) {
    buffer.clear();
    try {
      ended = channel.read(buffer) < 0;
    } catch (IOException _) {
      ended = true;
    }
    if (ended) {
      close();
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      take(buffer.get());
    }
  }

  private void take(byte next) {
    if (read < ACCEPTED.length) {
      refused = refused || next != ACCEPTED[read];
      read++;
    }
    boolean goesOn = next == EVENT[matched];
    matched = goesOn ? matched + 1 : next == EVENT[0] ? 1 : 0;
    if (matched == EVENT.length) {
      matched = 0;
      last = System.nanoTime();
      events.incrementAndGet();
    }
  }

  /// How many events have come.
  int events() {
    return events.get();
  }

  /// When the last one came.
  long last() {
    return last;
  }

  /// Whether the server said anything but 200, or has ended the stream.
  boolean isBroken() {
    return refused || ended;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
