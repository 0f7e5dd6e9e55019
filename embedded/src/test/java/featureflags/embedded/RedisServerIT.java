package featureflags.embedded;

import static featureflags.embedded.Durability.PROCESS_KILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisServerIT {

  @TempDir Path folder;

  @Test
  void itKeepsEverythingAndEvictsNothing() {
    try (var server = RedisServer.start(folder, 0)) {
      assertThat(configured(server, "appendonly")).isEqualTo("yes");
      assertThat(configured(server, "appendfsync")).isEqualTo("everysec");
      assertThat(configured(server, "maxmemory-policy")).isEqualTo("noeviction");
      assertThat(configured(server, "save")).isEmpty();
      assertThat(configured(server, "bind")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void dataSurvivesTheEngine() {
    try (var first = fast()) {
      Resp.once(first, "SET story kept");
    }

    try (var second = fast()) {
      assertThat(Resp.once(second, "GET story")).isEqualTo("kept");
    }
  }

  @Test
  void whatWasAnsweredSurvivesAKilledServer() {
    try (var server = fast()) {
      var port = server.port();
      try (var resp = new Resp(server)) {
        for (var i = 0; i < 1000; i++) {
          resp.ask("XADD stream * number " + i);
        }
        server.kill();
      }
      assertThat(server.isRunning()).isFalse();

      server.restart();

      assertThat(server.port()).isEqualTo(port);
      assertThat(Resp.once(server, "XLEN stream")).isEqualTo(":1000");
    }
  }

  @Test
  void noProcessIsLeftAfterTheClose() {
    long pid;
    try (var server = fast()) {
      pid = server.pid();
      assertThat(Processes.isRunning(pid)).isTrue();
    }

    assertThat(Processes.isRunning(pid)).isFalse();
  }

  @Test
  void theTerminalsCtrlCDoesNotReachIt() {
    try (var server = fast()) {

      assertThat(Processes.groupOf(server.pid())).isEqualTo(server.pid());
    }
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {

      assertThatThrownBy(() -> RedisServer.start(folder, taken.getLocalPort()))
          .isInstanceOfSatisfying(
              PortTaken.class, e -> assertThat(e.port()).isEqualTo(taken.getLocalPort()));
    }
  }

  @Test
  void aSecondServerOverTheSameDataIsRefused() {
    try (var first = fast()) {

      assertThatThrownBy(() -> RedisServer.start(folder, 0))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("another engine");

      assertThat(Resp.once(first, "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aCopyOfTheFolderOfALiveServerDoesNotStopThatServer() throws IOException {
    var copy = Files.createDirectories(folder.resolve("copy"));
    try (var original = RedisServer.start(folder.resolve("original"), 0, PROCESS_KILL)) {
      Files.copy(
          folder.resolve("original/redis.pid"),
          copy.resolve("redis.pid"),
          StandardCopyOption.COPY_ATTRIBUTES);

      try (var second = RedisServer.start(copy, 0, PROCESS_KILL)) {
        assertThat(Resp.once(second, "PING")).isEqualTo("+PONG");
        assertThat(Resp.once(original, "PING")).isEqualTo("+PONG");
      }
    }
  }

  @Test
  void spoiltDataIsReportedInTheServersOwnWords() throws IOException {
    try (var server = fast()) {
      Resp.once(server, "SET story kept");
    }
    Files.writeString(folder.resolve("appendonlydir/appendonly.aof.1.incr.aof"), "not a command");

    assertThatThrownBy(this::fast)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("Bad file format");
  }

  @Test
  void aFolderWithABlankAndAQuoteInItsNameIsFine() {
    try (var server = RedisServer.start(folder.resolve("it's \"my\" $data"), 0, PROCESS_KILL)) {
      assertThat(Resp.once(server, "PING")).isEqualTo("+PONG");
    }
  }

  private RedisServer fast() {
    return RedisServer.start(folder, 0, PROCESS_KILL);
  }

  private static String configured(RedisServer server, String name) {
    try (var resp = new Resp(server)) {
      var _ = resp.ask("CONFIG GET " + name);
      var key = resp.next();
      assertThat(key).isEqualTo(name);
      return resp.next();
    }
  }
}
