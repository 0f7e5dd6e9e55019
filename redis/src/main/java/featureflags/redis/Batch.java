package featureflags.redis;

import featureflags.catalog.EvaluationEvent;
import featureflags.json.EventShape;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Events that were taken from the queue together, to become entries of the stream.
final class Batch {
  /// How many events an entry holds at most.
  static final int MAX_EVENTS = 500;

  /// How long an entry is at most, unless it is a single event.
  static final int MAX_BYTES = 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(Batch.class.getName());

  private final List<EvaluationEvent> events = new ArrayList<>(MAX_EVENTS);
  private final List<CompletableFuture<Fate>> receipts = new ArrayList<>(MAX_EVENTS);

  void add(EvaluationEvent event, CompletableFuture<Fate> receipt) {
    events.add(event);
    receipts.add(receipt);
  }

  /// Packs the events in their order, into more than one entry when they are long, and forgets
  /// them.
  ///
  /// @param refused told of every event that cannot be written as JSON, such as one whose
  ///   attributes nest too deeply; its neighbours are packed all the same
  void pack(Consumer<Packed> packed, Consumer<CompletableFuture<Fate>> refused) {
    pack(0, events.size(), packed, refused);
    events.clear();
    receipts.clear();
  }

  private void pack(
      int from, int to, Consumer<Packed> packed, Consumer<CompletableFuture<Fate>> refused) {
    if (from == to) {
      return;
    }
    byte[] payload;
    try {
      payload = EventShape.pack(events.subList(from, to));
    } catch (RuntimeException e) {
      if (to - from > 1) {
        halve(from, to, packed, refused);
      } else {
        LOG.log(
            Level.WARNING,
            "event=event-unwritable id={0} problem={1}",
            events.get(from).id(),
            e.getClass().getSimpleName());
        refused.accept(receipts.get(from));
      }
      return;
    }
    if (payload.length > MAX_BYTES && to - from > 1) {
      halve(from, to, packed, refused);
    } else {
      packed.accept(new Packed(payload, to - from, List.copyOf(receipts.subList(from, to))));
    }
  }

  private void halve(
      int from, int to, Consumer<Packed> packed, Consumer<CompletableFuture<Fate>> refused) {
    int middle = (from + to) >>> 1;
    pack(from, middle, packed, refused);
    pack(middle, to, packed, refused);
  }
}
