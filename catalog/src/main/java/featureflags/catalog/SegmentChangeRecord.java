package featureflags.catalog;

import java.time.Instant;

/// A line of the change trail of segments, its segments as the text they had when it was written.
///
/// @param id ascends with the order of the changes
/// @param time when it was stored
/// @param author who asked for it, and in which request
/// @param kind `created`, `updated` or `deleted`
/// @param version the version it made
/// @param before the segment as JSON before it, its lists as numbers; `null` where there was none
/// @param after the segment as JSON after it; `null` where there is none
/// @param instructions what it did to the lists, as JSON
public record SegmentChangeRecord(
    long id,
    Instant time,
    Author author,
    String kind,
    int version,
    String before,
    String after,
    String instructions) {}
