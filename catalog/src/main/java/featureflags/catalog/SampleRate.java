package featureflags.catalog;

import java.util.UUID;

/// Which share of a flag's evaluations the trail keeps one by one. All of them are counted.
///
/// @param share from 0 (none) to 1 (all)
public record SampleRate(double share) {
  /// Every evaluation is kept.
  public static final SampleRate ALL = new SampleRate(1);

  /// @throws IllegalArgumentException when the share is not from 0 to 1
  public SampleRate {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of %s is not from 0 to 1".formatted(share));
    }
  }

  /// Whether every evaluation is kept.
  public boolean isAll() {
    return share == 1;
  }

  /// Whether the evaluation with this id is kept: always the same for the same id, and with a
  /// larger share whenever with a smaller one. Ids that differ little are as good as independent.
  public boolean keeps(UUID id) {
    long mixed = mix(id.getMostSignificantBits() ^ mix(id.getLeastSignificantBits()));
    return (mixed >>> 11) * 0x1p-53 < share;
  }

  /// The finalizer of SplitMix64 (Steele, Lea and Flood: Fast Splittable Pseudorandom Number
  /// Generators, OOPSLA 2014).
  private static long mix(long bits) {
    long once = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
    return twice ^ (twice >>> 31);
  }
}
