package featureflags.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Leads a split from its arms to others: shrinking arms give up slots from their tail and growing
/// ones take them, so that nobody else moves.
final class Rebalance {
  private final List<Weight> weights;
  private final Map<String, Arm> old;
  private final long oldTotal;

  private Rebalance(List<Arm> arms, List<Weight> weights) {
    this.weights = weights;
    this.old = named(arms, weights);
    this.oldTotal = arms.stream().mapToLong(Arm::weight).sum();
  }

  /// The first arms of a split: one behind the other, in their order.
  static List<Arm> fresh(List<Weight> weights) {
    return new Rebalance(List.of(), weights).arms();
  }

  /// The arms that come of others.
  static List<Arm> of(List<Arm> arms, List<Weight> weights) {
    return new Rebalance(arms, weights).arms();
  }

  /// The old arms by the name that they will have. An arm that is gone while a new one stands in
  /// its place was renamed.
  private static Map<String, Arm> named(List<Arm> arms, List<Weight> weights) {
    var byName = new HashMap<String, Arm>();
    arms.forEach(arm -> byName.put(arm.variant(), arm));
    List<String> wanted = weights.stream().map(Weight::variant).toList();
    for (int i = 0; i < Math.min(arms.size(), wanted.size()); i++) {
      Arm arm = arms.get(i);
      if (!wanted.contains(arm.variant()) && !byName.containsKey(wanted.get(i))) {
        byName.remove(arm.variant());
        byName.put(wanted.get(i), arm);
      }
    }
    return byName;
  }

  private List<Arm> arms() {
    int[] held = new int[weights.size()];
    int[] oldWeights = new int[weights.size()];
    for (int i = 0; i < held.length; i++) {
      Arm arm = old.get(weights.get(i).variant());
      held[i] = arm == null ? 0 : arm.slots();
      oldWeights[i] = arm == null ? -1 : arm.weight();
    }
    int[] slots = Quotas.of(weights, held, oldWeights, oldTotal);
    Deque<SlotRange> free = freed(slots);
    var arms = new ArrayList<Arm>();
    for (int i = 0; i < slots.length; i++) {
      List<SlotRange> ranges = new ArrayList<>(head(rangesOf(i), slots[i]));
      ranges.addAll(taken(free, slots[i] - held[i]));
      arms.add(new Arm(weights.get(i).variant(), weights.get(i).weight(), merged(ranges)));
    }
    return arms;
  }

  private List<SlotRange> rangesOf(int i) {
    Arm arm = old.get(weights.get(i).variant());
    return arm == null ? List.of() : arm.ranges();
  }

  /// What nobody has any more, in ascending order.
  private Deque<SlotRange> freed(int[] slots) {
    var gone = new HashMap<>(old);
    var free = new ArrayList<SlotRange>();
    for (int i = 0; i < slots.length; i++) {
      gone.remove(weights.get(i).variant());
      free.addAll(tail(rangesOf(i), slots[i]));
    }
    gone.values().forEach(arm -> free.addAll(arm.ranges()));
    if (old.isEmpty()) {
      free.add(new SlotRange(0, Slot.COUNT));
    }
    return new ArrayDeque<>(merged(free));
  }

  /// The first slots of these ranges.
  private static List<SlotRange> head(List<SlotRange> ranges, int slots) {
    var kept = new ArrayList<SlotRange>();
    int room = slots;
    for (SlotRange range : ranges) {
      if (room > 0) {
        kept.add(new SlotRange(range.from(), range.from() + Math.min(room, range.size())));
      }
      room -= range.size();
    }
    return kept;
  }

  /// All but the first slots of these ranges.
  private static List<SlotRange> tail(List<SlotRange> ranges, int slots) {
    var rest = new ArrayList<SlotRange>();
    int room = slots;
    for (SlotRange range : ranges) {
      int from = range.from() + Math.clamp(room, 0, range.size());
      if (from < range.to()) {
        rest.add(new SlotRange(from, range.to()));
      }
      room -= range.size();
    }
    return rest;
  }

  private static List<SlotRange> taken(Deque<SlotRange> free, int slots) {
    var taken = new ArrayList<SlotRange>();
    int wanted = slots;
    while (wanted > 0) {
      SlotRange range = free.removeFirst();
      if (range.size() > wanted) {
        free.addFirst(new SlotRange(range.from() + wanted, range.to()));
        range = new SlotRange(range.from(), range.from() + wanted);
      }
      taken.add(range);
      wanted -= range.size();
    }
    return taken;
  }

  /// The same slots in as few ranges as there can be, ascending.
  private static List<SlotRange> merged(List<SlotRange> ranges) {
    var merged = new ArrayList<SlotRange>();
    for (SlotRange range :
        ranges.stream().sorted(Comparator.comparingInt(SlotRange::from)).toList()) {
      if (!merged.isEmpty() && merged.getLast().to() == range.from()) {
        range = new SlotRange(merged.removeLast().from(), range.to());
      }
      merged.add(range);
    }
    return merged;
  }
}
