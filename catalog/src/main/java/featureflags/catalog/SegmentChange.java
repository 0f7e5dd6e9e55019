package featureflags.catalog;

import java.time.Instant;

/// An edit of a segment, as the change trail keeps it.
public sealed interface SegmentChange {
  /// The segment's key.
  String key();

  /// The version that the edit made.
  int version();

  /// When it was made.
  Instant time();

  /// An edit that left a segment.
  sealed interface Kept extends SegmentChange {
    /// The segment as the edit left it.
    SegmentEntry after();

    @Override
    default String key() {
      return after().key();
    }

    @Override
    default int version() {
      return after().version();
    }

    @Override
    default Instant time() {
      return after().updatedAt();
    }
  }

  /// A segment that was not there before.
  record Created(SegmentEntry after) implements Kept {}

  /// Another definition.
  record Updated(SegmentEntry before, SegmentEntry after) implements Kept {}

  /// Other keys in a list.
  record Listed(SegmentEntry before, SegmentEntry after, ListEdit edit) implements Kept {}

  /// Gone, with its lists.
  record Deleted(SegmentEntry before, Instant time) implements SegmentChange {
    @Override
    public String key() {
      return before.key();
    }

    @Override
    public int version() {
      return before.version() + 1;
    }
  }
}
