package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoalescerTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<ByteBuf> written = new ArrayList<>();

  CoalescerTest() {
    Coalescer.behind(channel);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    assertThat(written).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
  }

  private ChannelFuture write(String text) {
    return write(Unpooled.copiedBuffer(text, UTF_8));
  }

  private ChannelFuture write(ByteBuf piece) {
    written.add(piece);
    return channel.write(piece);
  }

  private List<String> sent() {
    var sent = new ArrayList<String>();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      sent.add(piece.toString(UTF_8));
      piece.release();
    }
    return sent;
  }

  private static String letters(int count) {
    return "x".repeat(count);
  }

  @Test
  void whatLeavesTogetherLeavesInOnePiece() {
    ChannelFuture head = write("head ");
    ChannelFuture body = write("body");

    assertThat(sent()).isEmpty();
    assertThat(head.isDone()).isFalse();
    channel.flush();

    assertThat(sent()).containsExactly("head body");
    assertThat(head.isSuccess()).isTrue();
    assertThat(body.isSuccess()).isTrue();
  }

  @Test
  void answersToPipelinedRequestsKeepTheirOrder() {
    for (int i = 0; i < 9; i++) {
      ChannelFuture _ = write(i + ":");
      ChannelFuture _ = write(letters(100) + ";");
    }
    channel.flush();

    List<String> sent = sent();

    assertThat(sent).hasSizeLessThan(9);
    assertThat(String.join("", sent)).matches("(\\d:x{100};){9}").startsWith("0:").contains("8:");
  }

  @Test
  void onePieceIsNotCopied() {
    ByteBuf alone = Unpooled.copiedBuffer("alone", UTF_8);
    ChannelFuture _ = write(alone);
    channel.flush();

    ByteBuf sent = channel.readOutbound();

    assertThat(sent).isSameAs(alone);
    sent.release();
  }

  @Test
  void whatIsLargeLeavesAsItIsBehindWhatCameBefore() {
    ByteBuf large = Unpooled.copiedBuffer(letters(Coalescer.SMALL + 1), UTF_8);
    ChannelFuture _ = write("head ");
    ChannelFuture _ = write(large);
    ChannelFuture _ = write(" tail");
    channel.flush();

    ByteBuf head = channel.readOutbound();
    ByteBuf second = channel.readOutbound();

    assertThat(head.toString(UTF_8)).isEqualTo("head ");
    assertThat(second).isSameAs(large);
    assertThat(sent()).containsExactly(" tail");
    head.release();
    second.release();
  }

  @Test
  void anyPiecesArriveWholeAndInOrder() {
    var random = new Random(7);
    var expected = new StringBuilder();
    var futures = new ArrayList<ChannelFuture>();
    var arrived = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      String text = i + "," + letters(random.nextInt(random.nextInt(10) == 0 ? 9_000 : 600));
      expected.append(text);
      futures.add(write(text));
      if (random.nextInt(4) == 0) {
        channel.flush();
        sent().forEach(arrived::append);
      }
    }
    channel.flush();
    sent().forEach(arrived::append);

    assertThat(arrived).hasToString(expected.toString());
    assertThat(futures).allMatch(ChannelFuture::isSuccess);
  }

  @Test
  void whoeverWroteWithoutFlushingHearsOfTheClose() {
    ChannelFuture head = write("head");
    ChannelFuture body = write("body");

    ChannelFuture _ = channel.close();

    assertThat(List.of(head, body)).allMatch(each -> each.isDone() && !each.isSuccess());
  }

  @Test
  void whoeverWroteHearsThatTheClientHasGone() {
    ChannelFuture head = write("head");
    ChannelFuture body = write("body");

    channel.pipeline().fireChannelInactive();

    assertThat(head.isSuccess()).isFalse();
    assertThat(head.isDone()).isTrue();
    assertThat(body.isDone()).isTrue();
    assertThat(body.isSuccess()).isFalse();
    channel.flush();
    assertThat(sent()).isEmpty();
  }

  @Test
  void whoeverWroteAPartHearsThatTheWholeFailed() {
    channel.pipeline().addFirst(new BrokenWire());

    ChannelFuture head = write("head");
    ChannelFuture body = write("body");
    channel.flush();

    assertThat(head.cause()).hasMessage("broken");
    assertThat(body.cause()).hasMessage("broken");
  }

  @Test
  void oneWhoWaitsForSeveralPiecesHearsOfEach() {
    var kept = new AtomicInteger();
    var counting =
        new DefaultChannelPromise(channel) {
          @Override
          public boolean trySuccess() {
            return kept.incrementAndGet() == 2 && super.trySuccess();
          }
        };
    ChannelFuture _ = channel.write(Unpooled.copiedBuffer("frame ", UTF_8), counting);
    ChannelFuture _ = channel.write(Unpooled.copiedBuffer("data", UTF_8), counting);
    channel.flush();

    assertThat(sent()).containsExactly("frame data");
    assertThat(counting.isSuccess()).isTrue();
  }

  @Test
  void whoeverAsksForNoWordGetsNone() {
    ByteBuf head = Unpooled.copiedBuffer("head ", UTF_8);
    written.add(head);
    ChannelFuture _ = channel.write(head, channel.voidPromise());
    ChannelFuture body = write("body");
    channel.flush();

    assertThat(sent()).containsExactly("head body");
    assertThat(body.isSuccess()).isTrue();
  }

  private static final class BrokenWire extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ((ByteBuf) message).release();
      promise.setFailure(new IOException("broken"));
    }
  }
}
