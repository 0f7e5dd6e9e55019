package featureflags.engine;

import java.util.List;

/// How many slots each arm of a split is to have, so that no more subjects move than must.
///
/// Each arm's quota is its exact share of the slots. An arm whose weight has not changed only ever
/// follows the sum of the weights: it loses when the sum has grown, gains when it has shrunk, and
/// stays otherwise, so that rounding never moves anybody between two such arms. Within these bounds
/// the whole slots are dealt out by the largest remainder.
final class Quotas {
  private final List<Weight> weights;
  private final int[] held;
  private final int[] least;
  private final int[] most;
  private final long total;

  private Quotas(List<Weight> weights, int[] held, int[] oldWeights, long oldTotal) {
    this.weights = weights;
    this.held = held;
    this.total = weights.stream().mapToLong(Weight::weight).sum();
    this.least = new int[held.length];
    this.most = new int[held.length];
    for (int i = 0; i < held.length; i++) {
      boolean kept = oldWeights[i] == weights.get(i).weight();
      least[i] = kept && total <= oldTotal ? held[i] : 0;
      most[i] = kept && total >= oldTotal ? held[i] : Slot.COUNT;
      if (weights.get(i).weight() == 0) {
        least[i] = 0;
        most[i] = 0;
      }
    }
  }

  /// The number of slots for each weight.
  ///
  /// @param held how many slots each arm has now; 0 for a new one
  /// @param oldWeights the weight of each arm now; −1 for a new one
  /// @param oldTotal the sum of all weights now, those of arms that leave included
  static int[] of(List<Weight> weights, int[] held, int[] oldWeights, long oldTotal) {
    return new Quotas(weights, held, oldWeights, oldTotal).dealt();
  }

  private int[] dealt() {
    int[] slots = new int[held.length];
    int sum = 0;
    for (int i = 0; i < slots.length; i++) {
      long floor = weights.get(i).weight() * (long) Slot.COUNT / total;
      slots[i] = Math.clamp(floor, least[i], most[i]);
      sum += slots[i];
    }
    for (; sum < Slot.COUNT; sum++) {
      slots[mostOwed(slots)]++;
    }
    for (; sum > Slot.COUNT; sum--) {
      slots[leastOwed(slots)]--;
    }
    return slots;
  }

  /// The arm that may grow and lacks most; of equals the one that holds most, then the first.
  private int mostOwed(int[] slots) {
    int best = -1;
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] < most[i] && (best < 0 || isOwedMore(i, best, slots))) {
        best = i;
      }
    }
    return best;
  }

  private boolean isOwedMore(int i, int best, int[] slots) {
    int order = Long.compare(owed(i, slots), owed(best, slots));
    return order > 0 || (order == 0 && held[i] - slots[i] > held[best] - slots[best]);
  }

  /// The arm that may shrink and has most beyond its quota; of equals the first.
  private int leastOwed(int[] slots) {
    int best = -1;
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] > least[i] && (best < 0 || owed(i, slots) < owed(best, slots))) {
        best = i;
      }
    }
    return best;
  }

  /// What the arm lacks of its quota, in slots times the sum of the weights.
  private long owed(int i, int[] slots) {
    return weights.get(i).weight() * (long) Slot.COUNT - slots[i] * total;
  }
}
