package featureflags.redis;

/// Where a Redis server listens.
///
/// @param host a name or an IP address
/// @param port 1 to 65535
/// @param password empty when the server asks for none
public record RedisAddress(String host, int port, String password) {
  /// @throws IllegalArgumentException when the host is empty or the port out of range
  public RedisAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the Redis host is empty");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("the Redis port %d is not 1 to 65535".formatted(port));
    }
  }

  /// `host:port`; never the password.
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
