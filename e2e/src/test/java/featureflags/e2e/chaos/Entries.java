package featureflags.e2e.chaos;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Scope;
import featureflags.embedded.RedisServer;
import featureflags.engine.Value;
import featureflags.json.StreamEntryPacker;
import featureflags.redis.EvaluationStream;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/// Entries of the evaluation stream, as evaluators send them.
final class Entries {
  private Entries() {}

  /// An entry of so many events, each of a subject of its own.
  static byte[] of(String flag, int first, int count) {
    return of(flag, first, count, "");
  }

  /// The same with an attribute, unless it is empty.
  static byte[] of(String flag, int first, int count, String attribute) {
    Map<String, Value> attributes =
        attribute.isEmpty() ? Map.of() : Map.of("attribute", new Value.Text(attribute));
    var outcome = new Outcome(flag, 1, "on", "DEFAULT", "");
    return new StreamEntryPacker()
        .pack(
            IntStream.range(first, first + count)
                .mapToObj(number ->
                    new Evaluations(
                        UUID.randomUUID(),
                        Instant.now(),
                        Scope.DEFAULT,
                        "subject-" + number,
                        attributes,
                        List.of(outcome)))
                .toList());
  }

  /// An entry of one request for so many flags.
  static byte[] ofManyFlags(int count, String attribute) {
    List<Outcome> outcomes =
        IntStream.range(0, count)
            .mapToObj(number -> new Outcome("flag-" + number, 1, "on", "DEFAULT", ""))
            .toList();
    return new StreamEntryPacker()
        .pack(
            List.of(
                new Evaluations(
                    UUID.randomUUID(),
                    Instant.now(),
                    Scope.DEFAULT,
                    "subject",
                    Map.of("attribute", new Value.Text(attribute)),
                    outcomes)));
  }

  static void send(RedisServer server, List<byte[]> entries) {
    try (var redis = new Redis(new RedisAddress(server.host(), server.port(), ""));
        var stream = new EvaluationStream(redis)) {
      entries.forEach(stream::add);
    }
  }
}
