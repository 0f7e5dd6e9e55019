package featureflags.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Unavailable;
import featureflags.embedded.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MigrationsIT {
  private static final int MIGRATIONS = 3;

  @Test
  void aSecondRunChangesNothing() {
    PostgresAddress address = Home.empty();
    Migrations.run(address);
    Home.execute(address, "UPDATE project SET name = 'Ours'");

    int ran = Migrations.run(address);

    assertThat(ran).isZero();
    assertThat(Home.column(address, "SELECT name FROM project")).containsExactly("Ours");
  }

  @Test
  void whenSeveralStartAtOnceOneMigratesAndTheOthersWaitForIt() {
    PostgresAddress address = Home.empty();

    var ran = AtOnce.run(4, _ -> Migrations.run(address));

    assertThat(ran.stream().mapToInt(Integer::intValue).sum()).isEqualTo(MIGRATIONS);
    assertThat(Home.column(address, "SELECT count(*) FROM environment")).containsExactly("3");
  }

  @Test
  void aMigrationThatFailsIsUndoneAndIsNotTakenForAnAbsence() {
    PostgresAddress address = Home.empty();
    Home.execute(
        address,
        """
        CREATE SCHEMA guard;
        CREATE FUNCTION guard.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF EXISTS (SELECT 1 FROM pg_event_trigger_ddl_commands()
                        WHERE object_identity = 'public.dead_letter') THEN
              RAISE 'no dead_letter here';
            END IF;
          END $$;
        CREATE EVENT TRIGGER guard ON ddl_command_end EXECUTE FUNCTION guard.refuse();
        """);

    assertThatThrownBy(() -> Migrations.run(address))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dead_letter");
    assertThat(tables(address)).doesNotContain("flag");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws IOException {
    PostgresAddress nobody = new PostgresAddress("127.0.0.1", freePort(), "x", "x", "x");

    assertThatThrownBy(() -> Migrations.run(nobody)).isInstanceOf(Unavailable.class);
  }

  @Test
  void aServerThatHangsIsUnavailableWithinSeconds() {
    PostgresAddress address = Home.empty();
    TestStores.postgres().pause();

    try {
      var began = System.nanoTime();
      assertThatThrownBy(() -> Migrations.run(address)).isInstanceOf(Unavailable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    } finally {
      TestStores.postgres();
    }
  }

  @Test
  void anEmptyDatabaseGetsTheWholeSchemaAndNoConnectionAndNoThreadIsLeft() {
    PostgresAddress address = Home.empty();
    Set<String> before = threads();

    int ran = Migrations.run(address);

    assertThat(ran).isEqualTo(MIGRATIONS);
    assertThat(tables(address))
        .contains("project", "environment", "flag", "change", "evaluation", "dead_letter");
    assertThat(threads()).isSubsetOf(before);
    assertThat(Home.column(address, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
        .containsExactly("0");
    Soon.holds(() -> assertThat(Home.connections(address, "%")).isZero());
  }

  private static List<String> tables(PostgresAddress address) {
    return Home.column(address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
