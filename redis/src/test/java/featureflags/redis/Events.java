package featureflags.redis;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import featureflags.json.StreamEntryShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/// Evaluation events that are numbered from 0, and what the stream holds of them.
final class Events {
  private Events() {}

  static Evaluations event(int number) {
    return event(number, "user-" + number, Map.of());
  }

  static Evaluations event(int number, String subject, Map<String, Value> attributes) {
    return new Evaluations(
        new UUID(0, number),
        Instant.EPOCH,
        Scope.DEFAULT,
        subject,
        attributes,
        List.of(new Outcome("checkout", 1, "on", "ROLLOUT", "")));
  }

  /// The record of a request for so many flags.
  static Evaluations events(int from, int to) {
    return new Evaluations(
        new UUID(0, from),
        Instant.EPOCH,
        Scope.DEFAULT,
        "user-" + from,
        Map.of(),
        numbers(from, to).stream()
            .map(i -> new Outcome("flag-" + i, 1, "on", "ROLLOUT", ""))
            .toList());
  }

  /// An event that cannot be written as JSON.
  static Evaluations tooDeep(int number) {
    Value value = new Value.Nothing();
    for (int i = 0; i < 700; i++) {
      value = new Value.Items(List.of(value));
    }
    return event(number, "user", Map.of("deep", value));
  }

  static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  static List<Integer> numbers(List<StreamEntry> entries) {
    return entries.stream()
        .flatMap(entry -> StreamEntryShape.unpack(entry.payload()).events().stream())
        .map(event -> (int) event.id().getLeastSignificantBits())
        .toList();
  }

  /// Reads the stream to its end, by a worker that acknowledges what it reads.
  static List<Integer> drain(EvaluationStream stream) {
    return numbers(drainEntries(stream));
  }

  static List<StreamEntry> drainEntries(EvaluationStream stream) {
    var all = new ArrayList<StreamEntry>();
    List<StreamEntry> read = stream.read("drain", 100, Duration.ofMillis(50));
    while (!read.isEmpty()) {
      all.addAll(read);
      stream.acknowledge(read.stream().map(StreamEntry::id).toList());
      read = stream.read("drain", 100, Duration.ofMillis(50));
    }
    return all;
  }
}
