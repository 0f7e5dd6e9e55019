package featureflags.load;

import java.time.Duration;
import java.util.Optional;

/// One server's turn in a round.
///
/// @param cpu what processors spent on the server meanwhile, where the system tells
record Turn(Drive drive, Optional<Duration> cpu) {
  /// The server's processor time for one request, in microseconds.
  Optional<Double> cpuMicros() {
    return cpu.map(time -> time.toNanos() / 1e3 / drive.requests());
  }

  /// The 99th percentile, in microseconds.
  double p99Micros() {
    return drive.p99().toNanos() / 1e3;
  }
}
