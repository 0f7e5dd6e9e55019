package featureflags.load;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client has seen of a server that it drove for a while.
///
/// @param requests counted, all of them answered in full and right
/// @param answered the same with those of the warm-up, which nothing else here counts
/// @param errors requests that were not, and connections that broke
/// @param bytes received in all
record Drive(
    long requests,
    long answered,
    long errors,
    long bytes,
    Duration time,
    Duration median,
    Duration p99,
    Duration max) {
  private static final Pattern MEASURED =
      Pattern.compile(
          "measured requests=(\\d+) answered=(\\d+) errors=(\\d+) bytes=(\\d+) nanos=(\\d+) p50=(\\d+) p99=(\\d+) max=(\\d+)");

  /// Requests a second.
  double rate() {
    return requests / (time.toNanos() / 1e9);
  }

  /// The line in which a client says it.
  String text() {
    return "measured requests=%d answered=%d errors=%d bytes=%d nanos=%d p50=%d p99=%d max=%d"
        .formatted(
            requests,
            answered,
            errors,
            bytes,
            time.toNanos(),
            median.toNanos(),
            p99.toNanos(),
            max.toNanos());
  }

  /// Finds that line.
  ///
  /// @param output all that a client has printed
  /// @throws IllegalStateException with all of it, when the line is not there
  static Drive parse(String output) {
    Matcher found = MEASURED.matcher(output);
    if (!found.find()) {
      throw new IllegalStateException("the client says:\n" + output);
    }
    return new Drive(
        Long.parseLong(found.group(1)),
        Long.parseLong(found.group(2)),
        Long.parseLong(found.group(3)),
        Long.parseLong(found.group(4)),
        nanos(found.group(5)),
        nanos(found.group(6)),
        nanos(found.group(7)),
        nanos(found.group(8)));
  }

  private static Duration nanos(String text) {
    return Duration.ofNanos(Long.parseLong(text));
  }
}
