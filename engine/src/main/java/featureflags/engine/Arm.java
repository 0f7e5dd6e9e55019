package featureflags.engine;

import java.util.List;

/// One of the variants of a split, with its part of the slots.
///
/// @param variant what its subjects are served
/// @param weight its share in proportion to the weights of the other arms, 0 to [#MAX_WEIGHT]
/// @param ranges its slots, ascending and apart from each other
public record Arm(String variant, int weight, List<SlotRange> ranges) {
  /// The largest weight.
  public static final int MAX_WEIGHT = 1_000_000;

  /// @throws IllegalArgumentException when the weight is out of range or the ranges are not in
  ///   order
  public Arm {
    ranges = List.copyOf(ranges);
    if (weight < 0 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "the weight of '%s' is %d, not within 0 to %d".formatted(variant, weight, MAX_WEIGHT));
    }
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i).from() <= ranges.get(i - 1).to()) {
        throw new IllegalArgumentException(
            "the ranges of '%s' are not in order".formatted(variant));
      }
    }
  }

  /// How many slots it has.
  public int slots() {
    return ranges.stream().mapToInt(SlotRange::size).sum();
  }
}
