package featureflags.load;

import java.time.Duration;
import java.util.Optional;

/// One server's turn in a round.
///
/// @param cpu what processors spent on the server meanwhile, where the system tells
record Turn(Drive drive, Optional<Duration> cpu) {
  /// Requests a second.
  double rate() {
    return drive.rate();
  }

  /// The server's processor time for one request, in microseconds.
  Optional<Double> cpuMicros() {
    return cpu.map(time -> micros(time) / drive.answered());
  }

  /// The median, in microseconds.
  double medianMicros() {
    return micros(drive.median());
  }

  /// The 99th percentile, in microseconds.
  double p99Micros() {
    return micros(drive.p99());
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1e3;
  }
}
