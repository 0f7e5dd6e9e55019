package featureflags.flagapi;

import featureflags.catalog.EvaluationEvent;
import featureflags.embedded.RedisServer;
import featureflags.json.StreamEntryShape;
import featureflags.redis.EvaluationStream;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads the evaluation stream as an audit-worker would.
final class EvaluationEvents implements AutoCloseable {
  private static final String WORKER = "test";

  private final Redis redis;
  private final EvaluationStream stream;
  private final List<EvaluationEvent> read = new ArrayList<>();

  EvaluationEvents(RedisServer server) {
    this.redis = new Redis(new RedisAddress(server.host(), server.port(), ""));
    this.stream = new EvaluationStream(redis);
  }

  /// All events that the stream holds of a flag, those read before included.
  List<EvaluationEvent> of(String flag) {
    for (var entries = more(); !entries.isEmpty(); entries = more()) {
      entries.forEach(read::addAll);
    }
    return read.stream().filter(event -> event.flag().equals(flag)).toList();
  }

  /// How many entries the stream holds now.
  long entries() {
    return stream.backlog().length();
  }

  private List<List<EvaluationEvent>> more() {
    var entries = stream.read(WORKER, 100, Duration.ofMillis(20));
    stream.acknowledge(entries.stream().map(entry -> entry.id()).toList());
    return entries.stream()
        .map(entry -> StreamEntryShape.unpack(entry.payload()).events())
        .toList();
  }

  @Override
  public void close() {
    stream.close();
    redis.close();
  }
}
