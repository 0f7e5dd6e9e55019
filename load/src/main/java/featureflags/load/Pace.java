package featureflags.load;

import java.time.Duration;

/// How long and how often is measured.
///
/// @param rounds how often each server has its turn
/// @param warmUps how often before that
/// @param turn how long that lasts
/// @param flags how many flags there are
/// @param starts how often a service is started
/// @param changes how many changes are awaited
/// @param listeners how many clients listen to the stream of events
record Pace(
    int rounds, int warmUps, Duration turn, int flags, int starts, int changes, int listeners) {
  /// How long is driven what is drained afterwards.
  Duration production() {
    return turn.multipliedBy(5);
  }

  /// How many evaluations a trail has that is looked into.
  int rows() {
    return flags * 1_000;
  }

  /// Good enough to rely on, on a calm machine.
  static Pace full() {
    return new Pace(15, 8, Duration.ofSeconds(2), 10_000, 5, 200, 1_000);
  }

  /// A look.
  static Pace quick() {
    return new Pace(3, 3, Duration.ofSeconds(2), 1_000, 3, 50, 200);
  }
}
