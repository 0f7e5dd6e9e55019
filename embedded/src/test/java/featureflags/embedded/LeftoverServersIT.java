package featureflags.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the servers when their engine's JVM is killed.
final class LeftoverServersIT {

  @TempDir Path folder;

  @Test
  void theNextEngineStopsThemAndFindsTheirData() {
    long formerPostgres;
    long formerRedis;
    try (var engine = EngineInAnotherJvm.over(folder)) {
      formerPostgres = Long.parseLong(engine.line());
      formerRedis = Long.parseLong(engine.line());
      engine.kill();
    }
    assertThat(Processes.isRunning(formerPostgres)).isTrue();
    assertThat(Processes.isRunning(formerRedis)).isTrue();

    try (var postgres = PostgresServer.start(folder.resolve("postgres"), 0);
        var redis = RedisServer.start(folder.resolve("redis"), 0)) {
      assertThat(Processes.isRunning(formerPostgres)).isFalse();
      assertThat(Processes.isRunning(formerRedis)).isFalse();
      assertThat(Sql.column(postgres.database(), "SELECT word FROM story")).containsExactly("kept");
      assertThat(Resp.once(redis, "GET story")).isEqualTo("kept");
    }
  }

  @Test
  void thoseOfALiveEngineAreLeftAlone() {
    try (var engine = EngineInAnotherJvm.over(folder)) {
      var postgres = Long.parseLong(engine.line());
      var redis = Long.parseLong(engine.line());

      assertThatThrownBy(() -> PostgresServer.start(folder.resolve("postgres"), 0))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("process " + engine.pid());
      assertThatThrownBy(() -> RedisServer.start(folder.resolve("redis"), 0))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("process " + engine.pid());

      assertThat(Processes.isRunning(postgres)).isTrue();
      assertThat(Processes.isRunning(redis)).isTrue();
      engine.finish();
      assertThat(Processes.isRunning(postgres)).isFalse();
      assertThat(Processes.isRunning(redis)).isFalse();
    }
  }
}
