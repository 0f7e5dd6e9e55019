package featureflags.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LifecycleTest {
  private final List<String> steps = new ArrayList<>();

  private AutoCloseable step(String name) {
    return () -> steps.add(name);
  }

  @Test
  void thingsAreClosedInReverseOrderOnce() throws Exception {
    var lifecycle = new Lifecycle();
    lifecycle.own("store", step("store"));
    lifecycle.own("server", step("server"));
    lifecycle.beforeClosing(() -> steps.add("drain"));

    lifecycle.close();
    lifecycle.close();
    lifecycle.awaitClosed();

    assertThat(steps).containsExactly("drain", "server", "store");
  }

  @Test
  void whatFailsToCloseStopsNothingElse() {
    var lifecycle = new Lifecycle();
    lifecycle.own("store", step("store"));
    lifecycle.own(
        "bad",
        () -> {
          throw new IOException("no");
        });
    lifecycle.own(
        "worse",
        () -> {
          throw new StackOverflowError();
        });
    lifecycle.beforeClosing(() -> {
      throw new IllegalStateException("no");
    });

    lifecycle.close();

    assertThat(steps).containsExactly("store");
  }

  @Test
  void whatIsOpenedTooLateIsClosedAtOnce() {
    var lifecycle = new Lifecycle();
    lifecycle.close();

    assertThatThrownBy(() -> lifecycle.own("late", step("late")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("late");
    assertThat(steps).containsExactly("late");
  }

  /// A process of its own, as a service would be.
  static final class Service {
    private Service() {}

    public static void main(String[] args) throws Exception {
      Log.configure();
      var lifecycle = Lifecycle.ofProcess();
      lifecycle.own(
          "store",
          () -> {
            // Long enough for every other shutdown hook, such as the log's own, to be done.
            Thread.sleep(300);
            Log.of(Lifecycle.class).info("store-closed");
          });
      lifecycle.beforeClosing(() -> Log.of(Lifecycle.class).info("drained"));
      System.out.println("ready");
      lifecycle.awaitClosed();
    }
  }

  @Test
  void aSignalClosesEverythingAndTheProcessEndsWellHavingSaidSo(@TempDir Path folder)
      throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName())
            .redirectError(log.toFile())
            .start();
    try (var out = process.inputReader(UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");

      process.destroy();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.readAllLines(log))
          .extracting(line -> line.substring(line.indexOf(' ') + 1))
          .containsExactly(
              "INFO event=stopping",
              "INFO event=drained",
              "INFO event=store-closed",
              "INFO event=stopped");
    } finally {
      process.destroyForcibly();
    }
  }
}
