package featureflags.auditworker;

import featureflags.redis.StreamEntry;
import java.util.List;

/// How many stream entries are taken at once: one at first, then up to twice as many as came last,
/// and no more than probably fit the memory.
final class BatchSize {
  /// What the entries of a batch may take, as they are in the stream. Unpacked they take several
  /// times as much.
  static final long MAX_BYTES = 8L * 1024 * 1024;

  private final int most;
  private int entries = 1;

  /// @param most entries
  BatchSize(int most) {
    this.most = most;
  }

  int entries() {
    return entries;
  }

  /// The batch was too much, perhaps for its deadline.
  void failed() {
    entries = Math.max(1, entries / 2);
  }

  /// These went well, and the next ones are probably like them.
  void stored(List<StreamEntry> batch) {
    long fitting = MAX_BYTES * batch.size() / Math.max(1, bytes(batch));
    entries = Math.clamp(fitting, 1, Math.min(most, 2 * batch.size()));
  }

  /// Whether a batch must be parted, because its entries are not like those before.
  static boolean isTooLarge(List<StreamEntry> batch) {
    return batch.size() > 1 && bytes(batch) > MAX_BYTES;
  }

  private static long bytes(List<StreamEntry> batch) {
    return batch.stream().mapToLong(entry -> entry.payload().length).sum();
  }
}
