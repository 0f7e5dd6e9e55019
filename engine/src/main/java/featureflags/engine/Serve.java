package featureflags.engine;

import java.util.HashSet;
import java.util.List;

/// What a rule or a rollout gives to those it admits.
public sealed interface Serve {
  /// The same variant to everybody.
  record One(String variant) implements Serve {}

  /// A variant to each, by the subject's slot under a salt of the split's own. Who has no subject
  /// is not served.
  ///
  /// @param arms at least one with a weight; their ranges have every slot exactly once
  record Split(List<Arm> arms) implements Serve {
    /// @throws IllegalArgumentException when an arm is there twice, all weights are 0, or the
    ///   ranges do not have every slot exactly once
    public Split {
      arms = List.copyOf(arms);
      var names = new HashSet<String>();
      for (Arm arm : arms) {
        if (!names.add(arm.variant())) {
          throw new IllegalArgumentException("arm '%s' is there twice".formatted(arm.variant()));
        }
      }
      if (arms.stream().allMatch(arm -> arm.weight() == 0)) {
        throw new IllegalArgumentException("no arm of the split has a weight");
      }
      int next = 0;
      for (SlotRange range :
          arms.stream()
              .flatMap(arm -> arm.ranges().stream())
              .sorted((a, b) -> Integer.compare(a.from(), b.from()))
              .toList()) {
        if (range.from() != next) {
          throw new IllegalArgumentException(
              "slot %d belongs to no arm, or to two".formatted(Math.min(next, range.from())));
        }
        next = range.to();
      }
      if (next != Slot.COUNT) {
        throw new IllegalArgumentException("slot %d belongs to no arm".formatted(next));
      }
    }

    /// A new split of these weights.
    ///
    /// @throws IllegalArgumentException when a variant is there twice or the weights are negative
    ///   or all 0
    public static Split of(List<Weight> weights) {
      return new Split(Rebalance.fresh(checked(weights)));
    }

    /// The split that comes of this one when the weights change: exactly as many subjects move as
    /// must. Arms are known by their variant; one that is gone while a new one stands in its place
    /// was renamed, and its subjects stay together.
    ///
    /// @throws IllegalArgumentException when a variant is there twice or the weights are negative
    ///   or all 0
    public Split reweighed(List<Weight> weights) {
      return new Split(Rebalance.of(arms, checked(weights)));
    }

    /// The weights of the arms.
    public List<Weight> weights() {
      return arms.stream().map(arm -> new Weight(arm.variant(), arm.weight())).toList();
    }

    private static List<Weight> checked(List<Weight> weights) {
      var names = new HashSet<String>();
      long total = 0;
      for (Weight weight : weights) {
        if (!names.add(weight.variant()) || weight.weight() < 0) {
          throw new IllegalArgumentException(
              "'%s' is there twice or has a negative weight".formatted(weight.variant()));
        }
        total += weight.weight();
      }
      if (total == 0) {
        throw new IllegalArgumentException("no arm of the split has a weight");
      }
      return weights;
    }
  }

  /// The variants that can be served.
  default List<String> variants() {
    return switch (this) {
      case One(String variant) -> List.of(variant);
      case Split(var arms) -> arms.stream().map(Arm::variant).toList();
    };
  }
}
