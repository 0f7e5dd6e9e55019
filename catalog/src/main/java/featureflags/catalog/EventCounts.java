package featureflags.catalog;

/// What became of the evaluation events that a sender was given. Each is in exactly one place:
/// sent, waiting or dropped.
///
/// @param accepted all of them, those included that an earlier process left in the spool
/// @param sent acknowledged by Redis
/// @param spooled waiting on disk: a part of those that wait
/// @param dropped lost, because neither the queue nor the spool had room
public record EventCounts(long accepted, long sent, long spooled, long dropped) {
  /// In the queue, on their way, or on disk.
  public long waiting() {
    return accepted - sent - dropped;
  }
}
