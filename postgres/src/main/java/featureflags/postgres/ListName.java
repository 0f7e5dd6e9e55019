package featureflags.postgres;

import featureflags.catalog.Scope;
import featureflags.catalog.SegmentList;

/// A list of a segment.
///
/// @param scope where the segment lives
/// @param segment its key
/// @param list which of its lists
public record ListName(Scope scope, String segment, SegmentList list) {}
