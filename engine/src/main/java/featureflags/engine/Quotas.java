package featureflags.engine;

import java.util.List;
import java.util.stream.IntStream;

/// How many slots each arm of a split is to have, so that no more subjects move than must.
///
/// Shares are rounded to whole slots by the method of Sainte-Laguë: each slot goes to the arm with
/// the largest `weight / (2 * slots + 1)`. So the sizes come of the weights alone, however often
/// they were changed; and of the arms whose weights stay, none grows while another shrinks, which
/// the largest remainder does not promise (Balinski and Young, Fair Representation, 1982). Arms
/// with equal claims keep what they hold.
final class Quotas {
  private final long[] weights;
  private final int[] held;
  private final int[] slots;

  private Quotas(long[] weights, int[] held) {
    this.weights = weights;
    this.held = held;
    this.slots = new int[held.length];
  }

  /// The number of slots for each weight.
  ///
  /// @param held how many slots each arm has now; 0 for a new one
  /// @param oldWeights the weight of each arm now; −1 for a new one
  /// @param oldTotal the sum of all weights now, those of arms that leave included
  static int[] of(List<Weight> weights, int[] held, int[] oldWeights, long oldTotal) {
    long[] each = weights.stream().mapToLong(Weight::weight).toArray();
    long total = IntStream.range(0, each.length).mapToLong(i -> each[i]).sum();
    boolean sameShares =
        IntStream.of(held).sum() == Slot.COUNT
            && IntStream.range(0, held.length)
                .allMatch(i -> each[i] * oldTotal == oldWeights[i] * total);
    return sameShares ? held : new Quotas(each, held).dealt(total);
  }

  private int[] dealt(long total) {
    int sum = 0;
    for (int i = 0; i < slots.length; i++) {
      // The exact share, rounded; a half is rounded down.
      slots[i] = (int) ((2 * weights[i] * Slot.COUNT + total - 1) / (2 * total));
      sum += slots[i];
    }
    for (; sum < Slot.COUNT; sum++) {
      slots[nextToGain()]++;
    }
    for (; sum > Slot.COUNT; sum--) {
      slots[nextToLose()]--;
    }
    return slots;
  }

  /// The arm with the best claim to one more slot; of equals one that holds it now, then the first.
  private int nextToGain() {
    int best = 0;
    for (int i = 1; i < slots.length; i++) {
      int order = compareClaims(i, best, 1);
      if (order > 0 || (order == 0 && held[i] > slots[i] && held[best] <= slots[best])) {
        best = i;
      }
    }
    return best;
  }

  /// The arm with the least claim to its last slot; of equals one that does not hold it now.
  private int nextToLose() {
    int least = -1;
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] > 0 && (least < 0 || isFirstToLose(i, least))) {
        least = i;
      }
    }
    return least;
  }

  private boolean isFirstToLose(int i, int least) {
    int order = compareClaims(i, least, -1);
    return order < 0 || (order == 0 && held[i] < slots[i] && held[least] >= slots[least]);
  }

  /// Compares what arms have for one slot: their weights over twice their slots, plus or minus one.
  private int compareClaims(int i, int j, int step) {
    return Long.compare(weights[i] * (2L * slots[j] + step), weights[j] * (2L * slots[i] + step));
  }
}
