package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SluiceTest {
  private final List<Integer> pieces = new ArrayList<>();
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
  private int pauseAfter = Integer.MAX_VALUE;
  private final EmbeddedChannel channel = new EmbeddedChannel(new Decoder());

  /// What stands behind the sluice. As Vert.x does, it pauses only where a read is complete.
  private final class Decoder extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf piece = (ByteBuf) message;
      byte[] bytes = new byte[piece.readableBytes()];
      piece.readBytes(bytes).release();
      pieces.add(bytes.length);
      passed.writeBytes(bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (pieces.size() >= pauseAfter) {
        channel.config().setAutoRead(false);
      }
    }
  }

  SluiceTest() {
    Sluice.before(channel);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private ByteBuf arrive(byte[] bytes) {
    ByteBuf arrived = Unpooled.copiedBuffer(bytes);
    channel.writeInbound(arrived);
    return arrived;
  }

  @Test
  void whatIsSmallPassesAsItIs() {
    arrive(bytes(1));
    arrive(bytes(Sluice.PIECE));

    assertThat(pieces).containsExactly(1, Sluice.PIECE);
  }

  @Test
  void whatIsLargePassesInPieces() {
    byte[] sent = bytes(2 * Sluice.PIECE + 7);

    ByteBuf arrived = arrive(sent);

    assertThat(pieces).containsExactly(Sluice.PIECE, Sluice.PIECE, 7);
    assertThat(passed.toByteArray()).isEqualTo(sent);
    assertThat(arrived.refCnt()).isZero();
  }

  @Test
  void nothingPassesWhileTheConnectionIsPaused() {
    pauseAfter = 1;
    arrive(bytes(3 * Sluice.PIECE));
    arrive(bytes(5));

    assertThat(pieces).containsExactly(Sluice.PIECE);
  }

  @Test
  void whatWasHeldPassesInOrderWhenTheConnectionGoesOn() {
    pauseAfter = 1;
    byte[] sent = bytes(3 * Sluice.PIECE + 5);
    arrive(sent);

    for (int i = 2; i <= 4; i++) {
      pauseAfter = i;
      channel.config().setAutoRead(true);

      assertThat(pieces).hasSize(i);
    }
    assertThat(passed.toByteArray()).isEqualTo(sent);
  }

  @Test
  void aPausedConnectionFromWhichFarTooMuchComesIsClosed() {
    pauseAfter = 1;
    arrive(bytes(2 * Sluice.PIECE));

    ByteBuf last = arrive(bytes(Sluice.MOST));

    assertThat(channel.isOpen()).isFalse();
    assertThat(last.refCnt()).isZero();
  }

  @Test
  void whatIsHeldIsForgottenWhenTheConnectionCloses() {
    pauseAfter = 1;
    ByteBuf held = arrive(bytes(2 * Sluice.PIECE));

    ChannelFuture _ = channel.close();

    assertThat(held.refCnt()).isZero();
    assertThat(pieces).hasSize(1);
  }
}
