package featureflags.engine;

import java.util.ArrayList;
import java.util.List;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;
import org.quicktheories.impl.Constraint;

/// The weights of a split as somebody changes them, again and again.
///
/// @param versions the weights before the first change and after each
record SplitHistory(List<List<Weight>> versions) {
  private static final int MOST_ARMS = 12;

  /// Histories of so many changes: of weights, also all by one factor, additions, removals, renames
  /// and reorders, several of them at once at times.
  static Gen<SplitHistory> ofChanges(int least, int most) {
    return source -> {
      var scribe = new Scribe(source);
      for (long left = scribe.between(least, most); left > 0; left--) {
        scribe.change();
      }
      return new SplitHistory(List.copyOf(scribe.versions));
    };
  }

  /// Writes a history.
  private static final class Scribe {
    private final RandomnessSource source;
    private final List<List<Weight>> versions = new ArrayList<>();

    /// Large weights that change a little move quotas by less than a slot.
    private final boolean fine;

    private List<Weight> weights = new ArrayList<>();
    private int names;

    Scribe(RandomnessSource source) {
      this.source = source;
      this.fine = between(0, 1) == 1;
      for (long left = between(1, MOST_ARMS); left > 0; left--) {
        weights.add(new Weight(newName(), someWeight()));
      }
      write();
    }

    void change() {
      for (long left = between(0, 3) == 0 ? between(2, 4) : 1; left > 0; left--) {
        changeOne();
      }
      write();
    }

    private void changeOne() {
      int at = index();
      Weight arm = weights.get(at);
      switch ((int) between(0, 6)) {
        case 0 -> weights.add(at, new Weight(newName(), someWeight()));
        case 1 -> weights.remove(at);
        case 2 -> weights.set(at, new Weight(newName(), arm.weight()));
        case 3 -> weights.add(index(), weights.remove(at));
        case 4 -> {
          int factor = (int) between(1, 3);
          weights.replaceAll(each -> new Weight(each.variant(), capped(each.weight() * factor)));
        }
        default -> weights.set(at, new Weight(arm.variant(), nextWeight(arm.weight())));
      }
      if (weights.isEmpty() || weights.size() > MOST_ARMS) {
        weights = new ArrayList<>(versions.getLast());
      }
    }

    /// Adds the weights to the history, at least one of them above 0.
    private void write() {
      if (weights.stream().allMatch(each -> each.weight() == 0)) {
        weights.set(0, new Weight(weights.getFirst().variant(), 1));
      }
      versions.add(List.copyOf(weights));
    }

    private int nextWeight(int weight) {
      return fine && between(0, 9) > 0 ? capped(weight + (int) between(-3, 3)) : someWeight();
    }

    private int someWeight() {
      if (fine) {
        return (int) between(Arm.MAX_WEIGHT / 3 - 1_000, Arm.MAX_WEIGHT / 3);
      }
      return switch ((int) between(0, 3)) {
        case 0 -> 0;
        case 1 -> (int) between(1, 3);
        case 2 -> (int) between(1, 100);
        default -> (int) between(1, Arm.MAX_WEIGHT);
      };
    }

    private static int capped(int weight) {
      return Math.clamp(weight, 0, Arm.MAX_WEIGHT);
    }

    private String newName() {
      return "arm-" + names++;
    }

    private int index() {
      return (int) between(0, weights.size() - 1);
    }

    long between(long least, long most) {
      return source.next(Constraint.between(least, most));
    }
  }
}
