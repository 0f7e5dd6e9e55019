package featureflags.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// One connection of a [Driver]: at most one request under way, and no object made for it.
final class Lane {
  /// What became of the request under way.
  enum State {
    /// Its answer has not come in full.
    WAITING,
    /// It has been answered, and right.
    RIGHT,
    /// It has been answered otherwise.
    WRONG,
    /// The server has closed the connection, or it broke.
    BROKEN
  }

  private static final int ROOM = 256 * 1024;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Talk talk;
  private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
  private final byte[] bytes = new byte[ROOM];
  private final ByteBuffer in = ByteBuffer.wrap(bytes);
  private final AnswerHead head = new AnswerHead();
  private int turn;
  private long intended;
  private boolean busy;

  private Lane(SocketChannel channel, SelectionKey key, Talk talk) {
    this.channel = channel;
    this.key = key;
    this.talk = talk;
    key.attach(this);
  }

  static Lane open(int port, Selector selector, Talk talk) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    return new Lane(channel, channel.register(selector, SelectionKey.OP_READ), talk);
  }

  /// When the request under way was to be sent, whether or not it could be.
  long intended() {
    return intended;
  }

  /// How many bytes have come in answer to it.
  int received() {
    return in.position();
  }

  /// Sends the request whose turn it is.
  State send(int nextTurn, long intendedTime) {
    turn = nextTurn;
    intended = intendedTime;
    busy = true;
    in.clear();
    head.clear();
    out.clear();
    out.put(talk.request(turn)).flip();
    return write();
  }

  private State write() {
    try {
      channel.write(out);
      key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      return State.WAITING;
    } catch (IOException _) {
      return broken();
    }
  }

  /// Goes on with what the connection is ready for.
  State goOn() {
    return key.isWritable() ? write() : read();
  }

  private State read() {
    try {
      if (channel.read(in) < 0) {
        return broken();
      }
    } catch (IOException _) {
      return broken();
    }
    if (!busy) {
      return broken(); // an answer that nobody asked for
    }
    if (!head.find(bytes, in.position())) {
      return in.hasRemaining() ? State.WAITING : broken();
    }
    int end = head.end() + head.bodyLength();
    if (in.position() < end && end <= ROOM) {
      return State.WAITING;
    }
    busy = false;
    boolean right = in.position() == end && head.status() == 200 && isRight(end);
    return right ? State.RIGHT : State.WRONG;
  }

  private boolean isRight(int end) {
    byte[] answer = talk.answer(turn);
    return Arrays.equals(bytes, head.end(), end, answer, 0, answer.length);
  }

  private State broken() {
    close();
    return State.BROKEN;
  }

  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
