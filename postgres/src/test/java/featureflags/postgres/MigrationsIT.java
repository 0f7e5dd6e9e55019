package featureflags.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.TrailVerdict;
import featureflags.catalog.Unavailable;
import featureflags.embedded.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MigrationsIT {
  private static final int MIGRATIONS = 9;

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
  void whatWasRecordedBeforeThereWasAChainIsChainedInItsOrder() {
    PostgresAddress address = Home.empty();
    Migrations.upTo(address, "3");
    Home.execute(
        address,
        """
        INSERT INTO change (time, project, environment, flag, kind, version, actor, request_id,
                            before, after, instructions, comment)
        VALUES ('2026-01-01T10:00:00Z', 'default', 'production', 'a', 'created', 1, 'Zoë "Z"', 'r1',
                'null', '{ "spaced": 1.50 }', '[]', ''),
               ('2026-01-01T12:00:00.000001Z', 'default', 'staging', 'b', 'created', 1, 'ann', 'r3',
                'null', '{}', '[]', 'said');
        INSERT INTO segment_change (time, project, environment, segment, kind, version, actor,
                                    request_id, before, after, instructions)
        VALUES ('2026-01-01T11:00:00Z', 'default', 'production', 's', 'created', 1, 'bob', 'r2',
                'null', '{}', '[]');
        """);

    Migrations.run(address);

    assertThat(tables(address)).doesNotContain("change", "segment_change");
    try (var postgres = Postgres.open(address, "test", 1)) {
      var trail = new ChangeTrail(postgres);
      var keys = new ArrayList<String>();
      trail.each("default", entry -> keys.add(entry.change().key()));
      assertThat(keys).containsExactly("a", "s", "b");
      assertThat(trail.verify("default")).containsInstanceOf(TrailVerdict.Intact.class);
    }
  }

  @Test
  void evaluationsThatWereStoredWideAreKept() {
    PostgresAddress address = Home.empty();
    Migrations.upTo(address, "5");
    Home.execute(
        address,
        """
        CREATE TABLE evaluation_2026_01_01 PARTITION OF evaluation
          FOR VALUES FROM ('2026-01-01 00:00Z') TO ('2026-01-02 00:00Z');
        INSERT INTO evaluation (id, time, project, environment, flag, version, variant, reason, rule,
                                subject, attributes)
        SELECT gen_random_uuid(), TIMESTAMPTZ '2026-01-01 10:00Z' + n * INTERVAL '1 second',
               'default', 'production', 'flag-' || n % 3, n % 2 + 1, 'on', 'TARGETING_RULE', 'r' || n % 2,
               'user-' || n, '{"n": 1.50}'
          FROM generate_series(1, 50) AS n;
        """);
    String all = "SELECT %s::text FROM %s ORDER BY time";
    String columns =
        "(id, time, project, environment, flag, version, variant, reason, rule, subject)";
    List<String> before = Home.column(address, all.formatted(columns, "evaluation"));

    Migrations.run(address);

    assertThat(Home.column(address, all.formatted(columns, "evaluations")))
        .hasSize(50)
        .isEqualTo(before);
    assertThat(Home.column(address, "SELECT DISTINCT attributes::text FROM evaluations"))
        .containsExactly("{\"n\": 1.50}");
    assertThat(Home.column(address, "SELECT count(*) FROM outcome")).containsExactly("6");
    assertThat(tables(address))
        .contains("evaluation_2026_01_01")
        .noneMatch(t -> t.startsWith("old_"));
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
        .contains("project", "environment", "flag", "trail", "evaluation", "dead_letter");
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
