package featureflags.redis;

import featureflags.catalog.Evaluations;
import featureflags.json.StreamEntryPacker;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Evaluations that were taken from the queue together, to become entries of the stream.
final class Batch {
  /// How many events are enough for an entry; only the last request in it goes beyond.
  static final int ENOUGH = 500;

  /// How long an entry is at most, unless it is a single request.
  static final int MAX_BYTES = 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(Batch.class.getName());

  private final StreamEntryPacker packer = new StreamEntryPacker();
  private final List<Evaluations> records = new ArrayList<>();
  private final List<CompletableFuture<Fate>> receipts = new ArrayList<>();

  void add(Evaluations evaluations, CompletableFuture<Fate> receipt) {
    records.add(evaluations);
    receipts.add(receipt);
  }

  /// Packs them in their order, into more than one entry when they are long, and forgets them.
  ///
  /// @param refused told of everything that cannot be written as JSON, such as one whose attributes
  ///   nest too deeply; its neighbours are packed all the same
  void pack(Consumer<Packed> packed, BiConsumer<Evaluations, CompletableFuture<Fate>> refused) {
    pack(0, records.size(), packed, refused);
    clear();
  }

  /// Forgets what is not packed.
  ///
  /// @param refused told of each
  void forget(BiConsumer<Evaluations, CompletableFuture<Fate>> refused) {
    for (int i = 0; i < records.size(); i++) {
      refused.accept(records.get(i), receipts.get(i));
    }
    clear();
  }

  private void clear() {
    records.clear();
    receipts.clear();
  }

  private void pack(
      int from,
      int to,
      Consumer<Packed> packed,
      BiConsumer<Evaluations, CompletableFuture<Fate>> refused) {
    if (from == to) {
      return;
    }
    byte[] payload;
    try {
      payload = packer.pack(records.subList(from, to));
    } catch (RuntimeException e) {
      if (to - from > 1) {
        halve(from, to, packed, refused);
      } else {
        LOG.log(
            Level.WARNING,
            "event=evaluations-unwritable id={0} problem={1}",
            records.get(from).id(),
            e.getClass().getSimpleName());
        refused.accept(records.get(from), receipts.get(from));
      }
      return;
    }
    if (payload.length > MAX_BYTES && to - from > 1) {
      halve(from, to, packed, refused);
    } else {
      packed.accept(new Packed(payload, count(from, to), List.copyOf(receipts.subList(from, to))));
    }
  }

  private int count(int from, int to) {
    int events = 0;
    for (int i = from; i < to; i++) {
      events += records.get(i).count();
    }
    return events;
  }

  private void halve(
      int from,
      int to,
      Consumer<Packed> packed,
      BiConsumer<Evaluations, CompletableFuture<Fate>> refused) {
    int middle = (from + to) >>> 1;
    pack(from, middle, packed, refused);
    pack(middle, to, packed, refused);
  }
}
