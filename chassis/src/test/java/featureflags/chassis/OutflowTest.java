package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutflowTest {
  private final AtomicInteger sent = new AtomicInteger();
  private final Outflow flow =
      new Outflow(Duration.ofSeconds(30), part -> sent.addAndGet(part.length));
  private final CompletableFuture<String> end = new CompletableFuture<>();

  private Thread write(int bytes) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            flow.write(new byte[bytes]);
            flow.finish();
            end.complete("finished");
          } catch (IOException e) {
            end.complete(e.getMessage());
          }
        });
  }

  private static void awaitWaiting(Thread thread) {
    Eventually.holds(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void noMoreIsUnderWayThanTheClientHasToWaitFor() throws Exception {
    Thread writer = write(1024 * 1024);
    awaitWaiting(writer);
    int first = sent.get();
    flow.left(100_000);
    Eventually.holds(() -> sent.get() > first + 80_000);
    awaitWaiting(writer);

    assertThat(first).isEqualTo(256 * 1024);
    assertThat(sent.get()).isLessThanOrEqualTo(first + 100_000);
    flow.cut("enough");
    assertThat(end.get()).isEqualTo("enough");
  }

  @Test
  void itIsFinishedWhenAllHasLeft() throws Exception {
    Thread writer = write(20_000);
    awaitWaiting(writer);
    flow.left(19_999);
    awaitWaiting(writer);
    boolean early = end.isDone();
    flow.left(1);

    assertThat(early).isFalse();
    assertThat(end.get()).isEqualTo("finished");
    assertThat(sent).hasValue(20_000);
  }
}
