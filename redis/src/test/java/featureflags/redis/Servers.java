package featureflags.redis;

import featureflags.embedded.RedisServer;
import java.time.Duration;

/// How tests reach the Redis server of this JVM.
final class Servers {
  private Servers() {}

  static RedisAddress address(RedisServer server) {
    return new RedisAddress(server.host(), server.port(), "");
  }

  static Redis connect(RedisServer server) {
    return new Redis(address(server), Duration.ofSeconds(2));
  }
}
