package featureflags.engine;

import org.jspecify.annotations.Nullable;

/// What a rollout gives, with every decision made before anybody asks.
sealed interface CompiledServe {
  /// The decision for a subject that was admitted; null when it has no subject to draw by.
  @Nullable Decision decide(Context context);

  /// How it comes to that.
  Draw explain(Context context);

  /// The same to everybody.
  final class ToAll implements CompiledServe {
    private final Decision decision;

    ToAll(Decision decision) {
      this.decision = decision;
    }

    @Override
    public Decision decide(Context context) {
      return decision;
    }

    @Override
    public Draw explain(Context context) {
      return new Draw.Undrawn(true);
    }
  }

  /// To each by its slot: the ranges of all arms, ascending.
  final class BySlot implements CompiledServe {
    private final Bucketing bucketing;
    private final SlotRange[] ranges;
    private final int[] ends;
    private final Decision[] decisions;

    /// @param ranges every slot exactly once, ascending
    /// @param decisions one for each range
    BySlot(Bucketing bucketing, SlotRange[] ranges, Decision[] decisions) {
      this.bucketing = bucketing;
      this.ranges = ranges;
      this.decisions = decisions;
      this.ends = new int[ranges.length];
      for (int i = 0; i < ends.length; i++) {
        ends[i] = ranges[i].to();
      }
    }

    @Override
    public @Nullable Decision decide(Context context) {
      long hash = bucketing.hash(context);
      return hash == Bucketing.NO_SUBJECT ? null : decisions[indexOf(Slot.of(hash))];
    }

    /// The range of a slot: the first that ends behind it.
    private int indexOf(int slot) {
      int least = 0;
      int most = ends.length - 1;
      while (least < most) {
        int middle = (least + most) >>> 1;
        if (slot < ends[middle]) {
          most = middle;
        } else {
          least = middle + 1;
        }
      }
      return least;
    }

    @Override
    public Draw explain(Context context) {
      long hash = bucketing.hash(context);
      if (hash == Bucketing.NO_SUBJECT) {
        return new Draw.NoSubject(bucketing.bucketBy());
      }
      int slot = Slot.of(hash);
      int index = indexOf(slot);
      return new Draw.Drawn(
          bucketing.bucketBy(),
          bucketing.input(context),
          hash,
          slot,
          ranges[index],
          decisions[index].variant().key());
    }
  }
}
