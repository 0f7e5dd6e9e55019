package featureflags.redis;

/// What the evaluation stream holds, in entries (of up to 500 events each).
///
/// @param length all that were not trimmed yet
/// @param undelivered not yet read by any worker; never less than there are
/// @param pending read by a worker, but not yet acknowledged
public record Backlog(long length, long undelivered, long pending) {}
