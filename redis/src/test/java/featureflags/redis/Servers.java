package featureflags.redis;

import featureflags.embedded.RedisServer;
import java.time.Duration;

/// How tests reach the Redis server of this JVM, and how long they wait.
final class Servers {
  /// How long a test waits for what it expects, on a busy machine.
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private Servers() {}

  static RedisAddress address(RedisServer server) {
    return new RedisAddress(server.host(), server.port(), "");
  }

  static Redis connect(RedisServer server) {
    return new Redis(address(server), Duration.ofSeconds(2));
  }
}
