package featureflags.postgres;

import java.time.Instant;

/// A stretch of time.
///
/// @param from the first instant within
/// @param to the first instant behind
public record TimeRange(Instant from, Instant to) {
  /// All that PostgreSQL can tell apart, and more than anybody keeps.
  public static final TimeRange ALL =
      new TimeRange(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59Z"));

  String fromText() {
    return text(from);
  }

  String toText() {
    return text(to);
  }

  /// The time, or the nearest that PostgreSQL knows.
  static String text(Instant time) {
    Instant known = time.isBefore(ALL.from) ? ALL.from : time.isAfter(ALL.to) ? ALL.to : time;
    return known.toString();
  }
}
