package featureflags.load;

import java.time.Duration;

/// What a client has seen of a server that it drove for a while.
///
/// @param requests answered in full
/// @param errors answers that are not what was expected, and connections that broke
/// @param bytes received in all
record Drive(
    long requests,
    long errors,
    long bytes,
    Duration time,
    Duration median,
    Duration p99,
    Duration max) {
  /// Requests a second.
  double rate() {
    return requests / (time.toNanos() / 1e9);
  }
}
