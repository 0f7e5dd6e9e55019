package featureflags.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestStoresIT {

  @Test
  void eachTestHasADatabaseOfItsOwn() {
    var one = TestStores.freshDatabase();
    var other = TestStores.freshDatabase();

    Sql.execute(one, "CREATE TABLE story (word text)");

    assertThat(one.port()).isEqualTo(other.port());
    assertThat(tables(one)).containsExactly("story");
    assertThat(tables(other)).isEmpty();
  }

  @Test
  void redisIsEmptyAndRunsWhateverAFormerTestDidToIt() {
    var redis = TestStores.freshRedis();
    Resp.once(redis, "SET story told");
    redis.kill();

    var again = TestStores.freshRedis();

    assertThat(again.port()).isEqualTo(redis.port());
    assertThat(Resp.once(again, "DBSIZE")).isEqualTo(":0");
  }

  @Test
  void postgresRunsWhateverAFormerTestDidToIt() {
    TestStores.postgres().kill();
    assertThat(Sql.column(TestStores.freshDatabase(), "SELECT 1")).containsExactly("1");

    TestStores.postgres().pause();
    assertThat(Sql.column(TestStores.freshDatabase(), "SELECT 1")).containsExactly("1");
  }

  @Test
  void aPausedRedisIsResumed() {
    TestStores.freshRedis().pause();

    assertThat(Resp.once(TestStores.freshRedis(), "PING")).isEqualTo("+PONG");
  }

  @Test
  void nothingIsLeftWhenTheJvmExits() throws IOException {
    try (var tests = TestsInAnotherJvm.started()) {
      var postgres = Long.parseLong(tests.line());
      var redis = Long.parseLong(tests.line());

      tests.finish();

      assertThat(Processes.isRunning(postgres)).isFalse();
      assertThat(Processes.isRunning(redis)).isFalse();
      assertThat(foldersOf(tests.pid())).isEmpty();
    }
  }

  @Test
  void whatAKilledJvmLeftIsRemovedByTheNext() throws IOException {
    try (var killed = TestsInAnotherJvm.started();
        var next = TestsInAnotherJvm.started()) {
      var postgres = Long.parseLong(killed.line());
      var redis = Long.parseLong(killed.line());
      killed.kill();

      TestFolders.ofThisUser().sweep();

      assertThat(Processes.isRunning(postgres)).isFalse();
      assertThat(Processes.isRunning(redis)).isFalse();
      assertThat(foldersOf(killed.pid())).isEmpty();
      assertThat(Processes.isRunning(Long.parseLong(next.line()))).isTrue();
      next.finish();
    }
  }

  private static List<String> tables(Database database) {
    return Sql.column(
        database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  }

  private static List<String> foldersOf(long pid) throws IOException {
    try (var folders = Files.list(TestFolders.ofThisUser().parent())) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.startsWith(pid + "-"))
          .toList();
    }
  }
}
