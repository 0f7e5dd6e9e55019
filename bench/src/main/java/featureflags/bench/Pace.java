package featureflags.bench;

import java.time.Duration;

/// How long is measured.
///
/// @param rounds how often everything is measured, in a fresh JVM each time
/// @param iterations how often a JVM measures, and warms up before
/// @param each how long an iteration takes
record Pace(int rounds, int iterations, Duration each) {
  /// A look, in a minute or two.
  static Pace quick() {
    return new Pace(2, 3, Duration.ofMillis(200));
  }

  /// What a page can be written from.
  static Pace full() {
    return new Pace(4, 6, Duration.ofMillis(500));
  }
}
