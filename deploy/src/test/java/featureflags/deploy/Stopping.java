package featureflags.deploy;

import java.time.Duration;
import java.util.regex.Pattern;

/// How long a service may take to stop once it is told to, by its default settings.
final class Stopping {
  /// New requests are still taken for so long, since the news that it stops is slow.
  private static final int QUIET_SECONDS = 1;

  /// Then evaluation events may go to the stream for so long before they go to the spool.
  private static final int EVENTS_SECONDS = 5;

  private static final Pattern DRAIN =
      Pattern.compile("(?m)^\\| `HTTP_DRAIN_TIMEOUT` \\| `([^`]+)` \\|");

  static final int SECONDS = QUIET_SECONDS + drainSeconds() + EVENTS_SECONDS;

  private Stopping() {}

  private static int drainSeconds() {
    return DRAIN
        .matcher(Repository.text("docs/settings.md"))
        .results()
        .map(row -> Duration.parse(row.group(1)))
        .mapToInt(duration -> Math.toIntExact(duration.toSeconds()))
        .max()
        .orElseThrow();
  }
}
