package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import featureflags.embedded.TestStores;
import featureflags.testkit.Await;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedisIT {
  private static final Duration DEADLINE = Duration.ofMillis(300);

  @Test
  void aServerThatIsThereAnswers() {
    try (var redis = Servers.connect(TestStores.freshRedis())) {
      redis.ping();
    }
  }

  @Test
  void aServerThatIsAwayIsUnavailableUntilItComes() {
    var server = TestStores.freshRedis();
    server.kill();
    try (var redis = Servers.connect(server)) {
      assertThatThrownBy(redis::ping)
          .isInstanceOfSatisfying(Unavailable.class, e -> assertThat(e.store()).isEqualTo("Redis"));

      server.restart();

      Await.until("connected", Servers.PATIENCE, () -> answers(redis));
    }
  }

  @Test
  void aConnectionThatBreaksIsMended() {
    var server = TestStores.freshRedis();
    try (var redis = Servers.connect(server)) {
      redis.ping();

      server.kill();
      assertThatThrownBy(redis::ping).isInstanceOf(Unavailable.class);
      server.restart();

      Await.until("connected", Servers.PATIENCE, () -> answers(redis));
    }
  }

  @Test
  void aServerThatHangsHoldsNobodyLongerThanTheDeadline() {
    var server = TestStores.freshRedis();
    try (var redis = new Redis(Servers.address(server), DEADLINE)) {
      var cache = new SnapshotCache(redis);
      redis.ping();
      server.pause();

      long start = System.nanoTime();
      var failures = new AtomicInteger();
      try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 10_000; i++) {
          var _ =
              callers.submit(() -> {
                try {
                  cache.snapshot(Scope.DEFAULT);
                } catch (Unavailable _) {
                  failures.incrementAndGet();
                }
              });
        }
      }
      assertThat(failures).hasValue(10_000);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

      server.resume();
      Await.until("answers", Servers.PATIENCE, () -> answers(redis));
    }
  }

  @Test
  void aServerThatHangsFromTheStartHoldsNobodyEither() {
    var server = TestStores.freshRedis();
    server.pause();
    try (var redis = new Redis(Servers.address(server), DEADLINE)) {
      long start = System.nanoTime();
      assertThatThrownBy(redis::ping).isInstanceOf(Unavailable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));

      server.resume();
      Await.until("answers", Servers.PATIENCE, () -> answers(redis));
    }
  }

  @Test
  void aConnectionThatStaysSilentIsGivenUpForANewOne() {
    var server = TestStores.freshRedis();
    try (var redis = new Redis(Servers.address(server), DEADLINE)) {
      var line = redis.line();
      var first = line.connection().join();
      server.pause();

      Await.until(
          "given up",
          Servers.PATIENCE,
          () -> {
            assertThat(line.sendIfReady(commands -> commands.ping()))
                .failsWithin(Duration.ofSeconds(5));
            return !first.isOpen();
          });

      server.resume();
      Await.until("answers", Servers.PATIENCE, () -> answers(redis));
    }
  }

  @Test
  void aWrongPasswordIsUnavailableAndTheRightOneIsNot() {
    var server = TestStores.freshRedis();
    try (var open = Servers.connect(server)) {
      open.call(commands -> commands.configSet("requirepass", "right"));
      try {
        var wrong = new RedisAddress(server.host(), server.port(), "open sesame");
        try (var redis = new Redis(wrong)) {
          assertThatThrownBy(redis::ping)
              .isInstanceOf(Unavailable.class)
              .hasMessageNotContaining("sesame");
        }
        var right = new RedisAddress(server.host(), server.port(), "right");
        try (var redis = new Redis(right)) {
          redis.ping();
        }
      } finally {
        open.call(commands -> commands.configSet("requirepass", ""));
      }
    }
  }

  private static boolean answers(Redis redis) {
    try {
      redis.ping();
      return true;
    } catch (Unavailable _) {
      return false;
    }
  }
}
