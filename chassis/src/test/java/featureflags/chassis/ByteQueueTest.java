package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
  @Test
  void bytesLeaveInTheOrderInWhichTheyCame() {
    Random random = new Random(1);
    ByteQueue queue = new ByteQueue();
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] taken = new byte[40_000];

    for (int i = 0; i < 2_000; i++) {
      byte[] piece = new byte[random.nextInt(20_000)];
      random.nextBytes(piece);
      queue.add(Buffer.buffer(piece));
      in.writeBytes(piece);
      int count = queue.take(taken, 100, random.nextInt(21_000));
      out.write(taken, 100, count);
      assertThat(queue.size()).isEqualTo(in.size() - out.size());
    }
    while (queue.size() > 0) {
      out.write(taken, 0, queue.take(taken, 0, taken.length));
    }

    assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
    assertThat(queue.take(taken, 0, 10)).isZero();
  }
}
