package featureflags.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DaemonTest {

  private static final ProcessHandle SELF = ProcessHandle.current();
  private static final Set<String> JAVA = Set.of("java");

  @TempDir Path folder;

  @Test
  void theProcessThatWroteItsPidFileIsFound() throws IOException {
    assertThat(Daemon.behind(pidFile(), workingDirectory(), JAVA)).contains(new Daemon(SELF));
  }

  @Test
  void aProcessThatRunsAnotherProgramIsAStranger() throws IOException {
    assertThat(Daemon.behind(pidFile(), workingDirectory(), Set.of("postgres"))).isEmpty();
  }

  @Test
  void aProcessYoungerThanThePidFileIsAStranger() throws IOException {
    var before = SELF.info().startInstant().orElseThrow().minus(Duration.ofMinutes(1));
    var pidFile = Files.setLastModifiedTime(pidFile(), FileTime.from(before));

    assertThat(Daemon.behind(pidFile, workingDirectory(), JAVA)).isEmpty();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells where a process works")
  void aProcessThatWorksElsewhereIsAStranger() throws IOException {
    assertThat(Daemon.behind(pidFile(), folder, JAVA)).isEmpty();
  }

  @Test
  void aPidFileThatHoldsNoNumberNamesNobody() throws IOException {
    var pidFile = Files.writeString(folder.resolve("pid"), "nobody");

    assertThat(Daemon.behind(pidFile, workingDirectory(), JAVA)).isEmpty();
    assertThat(Daemon.behind(folder.resolve("absent"), workingDirectory(), JAVA)).isEmpty();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere such processes are always collected")
  void aProcessThatEndedAndThatNobodyCollectedDoesNotRun() throws IOException {
    // The shell would collect a child that ends before it is no shell any more.
    var uncollecting =
        new ProcessBuilder("sh", "-c", "exec 3<&0; cat <&3 & echo $!; exec sleep 60").start();
    try (var output = reader(uncollecting)) {
      var ended = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      assertThat(Patience.until(Duration.ofSeconds(10), () -> isSleep(uncollecting))).isTrue();

      uncollecting.getOutputStream().close();

      assertThat(Patience.until(Duration.ofSeconds(10), () -> !new Daemon(ended).isRunning()))
          .isTrue();
      assertThat(ended.isAlive()).isTrue();
    } finally {
      uncollecting.destroyForcibly();
    }
  }

  private static boolean isSleep(Process process) {
    return process.info().command().filter(command -> command.endsWith("sleep")).isPresent();
  }

  private Path pidFile() throws IOException {
    return Files.writeString(folder.resolve("pid"), SELF.pid() + "\n");
  }

  private static Path workingDirectory() {
    return Path.of("").toAbsolutePath();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }
}
