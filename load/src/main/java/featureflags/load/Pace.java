package featureflags.load;

import java.time.Duration;

/// How long and how often is measured.
///
/// @param rounds how often each server has its turn
record Pace(int rounds, Duration warmUp, Duration turn, int flags) {
  /// Good enough to rely on, on a calm machine.
  static Pace full() {
    return new Pace(7, Duration.ofSeconds(8), Duration.ofSeconds(5), 10_000);
  }

  /// A look.
  static Pace quick() {
    return new Pace(3, Duration.ofSeconds(4), Duration.ofSeconds(2), 1_000);
  }
}
