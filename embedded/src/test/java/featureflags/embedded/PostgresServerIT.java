package featureflags.embedded;

import static featureflags.embedded.Durability.PROCESS_KILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresServerIT {

  @TempDir static Path template;
  @TempDir Path folder;

  @BeforeAll
  static void setUpOnce() {
    PostgresServer.start(template, 0, "featureflags", PROCESS_KILL).close();
  }

  @Test
  void aPersonsServerWritesEveryCommitToTheDisk() {
    try (var server = PostgresServer.start(folder, 0)) {
      var database = server.database();

      assertThat(database.name()).isEqualTo("featureflags");
      assertThat(Sql.column(database, "SHOW fsync")).containsExactly("on");
      assertThat(Sql.column(database, "SHOW synchronous_commit")).containsExactly("on");
      assertThat(Sql.column(database, "SHOW listen_addresses")).containsExactly("127.0.0.1");
      assertThat(Sql.column(database, "SHOW unix_socket_directories")).containsExactly("");
    }
  }

  @Test
  void dataSurvivesTheEngine() {
    try (var first = fast()) {
      Sql.execute(first.database(), "CREATE TABLE story AS SELECT 'kept' AS word");
    }

    try (var second = fast()) {
      assertThat(Sql.column(second.database(), "SELECT word FROM story")).containsExactly("kept");
    }
  }

  @Test
  void dataSurvivesAKilledServer() {
    try (var server = fast()) {
      Sql.execute(server.database(), "CREATE TABLE story AS SELECT 'kept' AS word");
      var former = server.pid();

      server.kill();
      server.restart();

      assertThat(Processes.isRunning(former)).isFalse();
      assertThat(Sql.column(server.database(), "SELECT word FROM story")).containsExactly("kept");
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
  void anOpenConnectionDoesNotHoldUpTheClose() throws Exception {
    var server = fast();
    try (var _ = Sql.connection(server.database())) {

      server.close();

      assertThat(Processes.isRunning(server.pid())).isFalse();
    }
  }

  @Test
  void evenAPausedServerIsClosed() {
    var server = fast();
    server.pause();

    server.close();

    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void anInterruptedThreadClosesItAllTheSame() {
    var server = fast();
    Thread.currentThread().interrupt();

    server.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void aStrangerIsRefused() {
    try (var server = fast()) {

      assertThatThrownBy(
              () -> DriverManager.getConnection(server.database().jdbcUrl(), "postgres", "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
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

      assertThatThrownBy(() -> PostgresServer.start(folder, taken.getLocalPort()))
          .isInstanceOfSatisfying(
              PortTaken.class, e -> assertThat(e.port()).isEqualTo(taken.getLocalPort()))
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void aRefusedStartLeavesTheFolderFree() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> PostgresServer.start(folder, taken.getLocalPort()))
          .isInstanceOf(PortTaken.class);
    }

    try (var server = fast()) {
      assertThat(Processes.isRunning(server.pid())).isTrue();
    }
  }

  @Test
  void aSecondServerOverTheSameDataIsRefused() {
    try (var first = fast()) {

      assertThatThrownBy(() -> PostgresServer.start(folder, 0))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("another engine")
          .hasMessageContaining(folder.getFileName().toString());

      assertThat(Processes.isRunning(first.pid())).isTrue();
    }
  }

  @Test
  void aPidFileThatNamesAnotherProcessHarmsNobody() throws IOException {
    fast().close();
    var self = ProcessHandle.current().pid();
    Files.writeString(folder.resolve("cluster/postmaster.pid"), self + "\n");

    try (var server = fast()) {
      assertThat(Processes.isRunning(server.pid())).isTrue();
    }
  }

  @Test
  void aSetUpThatWasCutShortIsDoneAgain() throws IOException {
    Files.createDirectories(folder.resolve("cluster.unfinished/base"));

    try (var server = PostgresServer.start(folder, 0, "featureflags", PROCESS_KILL)) {
      assertThat(Sql.column(server.database(), "SELECT 1")).containsExactly("1");
      assertThat(folder.resolve("cluster.unfinished")).doesNotExist();
    }
  }

  @Test
  void spoiltDataIsReportedInTheServersOwnWords() throws IOException {
    fast().close();
    Files.writeString(folder.resolve("cluster/PG_VERSION"), "9.6");

    assertThatThrownBy(this::fast).isInstanceOf(CannotStart.class).hasMessageContaining("9.6");
  }

  @Test
  void aFolderWithABlankAndAQuoteInItsNameIsFine() {
    try (var server =
        PostgresServer.start(folder.resolve("it's \"my\" $data"), 0, "a-b \"c\"", PROCESS_KILL)) {
      assertThat(Sql.column(server.database(), "SELECT current_database()"))
          .containsExactly("a-b \"c\"");
    }
  }

  @Test
  void aPausedServerHangsUntilItIsResumed() {
    try (var server = fast()) {
      server.pause();
      assertThatThrownBy(() ->
              DriverManager.getConnection(
                  server.database().jdbcUrl() + "?user=postgres&connectTimeout=1&socketTimeout=1"))
          .isInstanceOf(SQLException.class);
      assertThat(server.isRunning()).isTrue();

      server.resume();

      assertThat(Sql.column(server.database(), "SELECT 1")).containsExactly("1");
    }
  }

  private PostgresServer fast() {
    copyTemplate();
    return PostgresServer.start(folder, 0, "featureflags", PROCESS_KILL);
  }

  /// Setting up the data takes longer than all the rest of a test.
  private void copyTemplate() {
    var cluster = folder.resolve("cluster");
    if (Files.exists(cluster)) {
      return;
    }
    try {
      var from = template.resolve("cluster").toString();
      assertThat(Command.run(folder, List.of("cp", "-Rp", from, cluster.toString())).succeeded())
          .isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
