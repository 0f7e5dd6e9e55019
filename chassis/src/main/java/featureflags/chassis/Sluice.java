package featureflags.chassis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;

/// Lets what a client sends through to the decoder in small pieces, and nothing while the
/// connection is paused.
///
/// The decoder makes requests of all that it is given, and a short request takes some thirty times
/// its bytes in memory. Vert.x pauses a connection whose requests wait for their answers, but it
/// looks only when all that has arrived is decoded, which a client can make a megabyte.
final class Sluice extends ChannelDuplexHandler {
  /// What most requests fit in.
  static final int PIECE = 4 * 1024;

  /// A paused connection from which more than this still arrives is on its end, because all others
  /// are not read from; nobody waits for answers to that much.
  static final int MOST = 1024 * 1024;

  /// Little enough that a client with a thousand requests under way does not keep the others of its
  /// loop waiting.
  private static final int TURN = 16 * 1024;

  private static final RecvByteBufAllocator IN_TURNS =
      new AdaptiveRecvByteBufAllocator(64, 2 * 1024, TURN).maxMessagesPerRead(1);

  private final Deque<ByteBuf> held = new ArrayDeque<>(1);
  private int bytes;
  private boolean passing;

  private Sluice() {}

  /// Puts one before all that handles a channel's bytes, and has the channel take turns with the
  /// others of its loop.
  static void before(Channel channel) {
    channel.config().setRecvByteBufAllocator(IN_TURNS);
    channel.pipeline().addFirst(new Sluice());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf arrived)) {
      context.fireChannelRead(message);
    } else if (held.isEmpty() && arrived.readableBytes() <= PIECE) {
      context.fireChannelRead(arrived);
    } else {
      hold(context, arrived);
    }
  }

  private void hold(ChannelHandlerContext context, ByteBuf arrived) {
    held.add(arrived);
    bytes += arrived.readableBytes();
    if (!passing) {
      pass(context);
    }
    if (bytes > MOST) {
      drop();
      ChannelFuture _ = context.close();
    }
  }

  /// Asked for more: what is held comes first.
  @Override
  public void read(ChannelHandlerContext context) {
    if (held.isEmpty()) {
      context.read();
    } else if (!passing) {
      pass(context);
      if (held.isEmpty()) {
        context.read();
      }
    }
  }

  /// Passes on, piece by piece, until the connection is paused. The end of each piece is told, for
  /// then it is seen whether to pause.
  private void pass(ChannelHandlerContext context) {
    passing = true;
    while (!held.isEmpty() && context.channel().config().isAutoRead()) {
      context.fireChannelRead(next());
      context.fireChannelReadComplete();
    }
    passing = false;
  }

  private ByteBuf next() {
    ByteBuf first = held.getFirst();
    int length = Math.min(PIECE, first.readableBytes());
    bytes -= length;
    return length == first.readableBytes() ? held.removeFirst() : first.readRetainedSlice(length);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    drop();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    drop();
  }

  private void drop() {
    held.forEach(ByteBuf::release);
    held.clear();
    bytes = 0;
  }
}
