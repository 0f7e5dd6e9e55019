package featureflags.redis;

/// What became of an event.
public enum Fate {
  /// It is in the stream.
  SENT,
  /// It is in the spool on disk, to be sent later; it survives the end of the process.
  SPOOLED,
  /// It is lost: neither the queue nor the spool had room, or it cannot be written as JSON.
  DROPPED
}
