package featureflags.redis;

import featureflags.catalog.Unavailable;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A Redis server, 7.0 or newer, as this process reaches it: the threads and connections that the
/// cache, the channel and the stream share.
///
/// It needs no server to start. Connections are made when first needed and again when lost; until
/// then every call fails at once. No call takes longer than the deadline, connecting included, and
/// every failure is an [Unavailable]. Calls may come from any thread.
public final class Redis implements AutoCloseable {
  /// How long a call may take unless told otherwise.
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(1);

  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofMillis(500);

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisURI address;
  private final Duration deadline;
  private final ClientResources resources;
  private final RedisClient client;
  private final RedisClient brittle;
  private final Line commands;

  /// With the default deadline.
  public Redis(RedisAddress address) {
    this(address, DEFAULT_DEADLINE);
  }

  /// @param deadline how long a call may take; at least a millisecond
  public Redis(RedisAddress address, Duration deadline) {
    if (deadline.toMillis() < 1) {
      throw new IllegalArgumentException("a deadline of %s".formatted(deadline));
    }
    this.address = uri(address, deadline);
    this.deadline = deadline;
    this.resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(10), LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS))
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(options(deadline).build());
    this.brittle = RedisClient.create(resources);
    brittle.setOptions(options(deadline).autoReconnect(false).build());
    this.commands = line();
  }

  private static RedisURI uri(RedisAddress address, Duration deadline) {
    var uri =
        RedisURI.builder().withHost(address.host()).withPort(address.port()).withTimeout(deadline);
    if (!address.password().isEmpty()) {
      uri.withPassword(address.password().toCharArray());
    }
    return uri.build();
  }

  private static ClientOptions.Builder options(Duration deadline) {
    return ClientOptions.builder()
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(Line.DRIVER_BOUND)
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands().connectionTimeout().build())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(deadline)
                .keepAlive(
                    SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(Duration.ofSeconds(10))
                        .interval(Duration.ofSeconds(5))
                        .count(3)
                        .build())
                .build());
  }

  /// Asks the server for a sign of life.
  ///
  /// @throws Unavailable when none comes within the deadline
  public void ping() {
    call(RedisAsyncCommands::ping);
  }

  /// Ends all connections and threads. What is still waiting for an answer fails.
  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    brittle.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(4, TimeUnit.SECONDS);
  }

  Duration deadline() {
    return deadline;
  }

  /// A connection of its own, for whoever would hold up others on the shared one.
  Line line() {
    return Line.mending(() -> client.connectAsync(CODEC, address).toCompletableFuture(), deadline);
  }

  /// A connection of its own that is not mended but replaced: nothing that was sent over one is
  /// ever sent again over the next.
  Line brittleLine() {
    return Line.brittle(() -> brittle.connectAsync(CODEC, address).toCompletableFuture(), deadline);
  }

  CompletableFuture<StatefulRedisPubSubConnection<String, byte[]>> listen() {
    return client.connectPubSubAsync(CODEC, address).toCompletableFuture();
  }

  /// One command on the shared connection.
  <T> T call(Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> command) {
    return commands.call(command, deadline);
  }
}
