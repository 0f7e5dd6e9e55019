package featureflags.chassis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts small pieces that leave together into one, such as an answer's head and its body.
///
/// A system call that gathers two pieces takes the kernel a microsecond longer than one that sends
/// the same bytes from one place, which is a tenth of what a small request costs altogether
/// (`docs/decisions/0021-coalesced-writes.md`).
final class Coalescer extends ChannelDuplexHandler {
  /// Copying more than this would cost what it is to save.
  static final int SMALL = 4 * 1024;

  /// Room for the answers that most requests get; never touched further than it is used.
  private static final int ROOM = 512;

  /// What waits to leave: what was written if that was one piece, or a copy of several.
  private @Nullable ByteBuf held;

  private boolean copied;
  private final List<ChannelPromise> promises = new ArrayList<>(2);

  private Coalescer() {}

  /// Puts one behind all that a channel writes.
  static void behind(Channel channel) {
    channel.pipeline().addFirst(new Coalescer());
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf piece) || piece.readableBytes() > SMALL) {
      letGo(context);
      ChannelFuture _ = context.write(message, promise);
      return;
    }
    ByteBuf before = held;
    if (before == null) {
      held = piece;
    } else if (copied && before.isWritable(piece.readableBytes())) {
      append(before, piece);
    } else if (!copied && before.readableBytes() + piece.readableBytes() <= SMALL) {
      held = together(context, before, piece);
      copied = true;
    } else {
      letGo(context);
      held = piece;
    }
    promises.add(promise);
  }

  private static ByteBuf together(ChannelHandlerContext context, ByteBuf first, ByteBuf second) {
    int bytes = first.readableBytes() + second.readableBytes();
    ByteBuf both = context.alloc().ioBuffer(Math.max(ROOM, bytes));
    append(both, first);
    append(both, second);
    return both;
  }

  private static void append(ByteBuf all, ByteBuf piece) {
    all.writeBytes(piece);
    piece.release();
  }

  /// Lets go of what is held. Who wrote a part of it hears what became of all.
  private void letGo(ChannelHandlerContext context) {
    ByteBuf leaving = held;
    if (leaving == null) {
      return;
    }
    ChannelPromise promise = promises.size() == 1 ? promises.getFirst() : all(context);
    forget();
    ChannelFuture _ = context.write(leaving, promise);
  }

  /// A promise that keeps those of all who wrote. Some of these are one object, which counts how
  /// often it is kept.
  private ChannelPromise all(ChannelHandlerContext context) {
    List<ChannelPromise> writers = List.copyOf(promises);
    return context.newPromise().addListener(sent -> writers.forEach(each -> tell(each, sent)));
  }

  private void forget() {
    held = null;
    copied = false;
    promises.clear();
  }

  private static void tell(ChannelPromise promise, Future<?> sent) {
    if (sent.isSuccess()) {
      promise.trySuccess();
    } else {
      promise.tryFailure(sent.cause());
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    letGo(context);
    context.flush();
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    letGo(context);
    ChannelFuture _ = context.close(promise);
  }

  @Override
  public void disconnect(ChannelHandlerContext context, ChannelPromise promise) {
    letGo(context);
    ChannelFuture _ = context.disconnect(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ByteBuf lost = held;
    if (lost != null) {
      List<ChannelPromise> writers = List.copyOf(promises);
      forget();
      lost.release();
      var closed = new ClosedChannelException();
      writers.forEach(writer -> writer.tryFailure(closed));
    }
    context.fireChannelInactive();
  }
}
