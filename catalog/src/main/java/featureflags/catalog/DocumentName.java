package featureflags.catalog;

import featureflags.engine.Key;

/// What a document is of.
public sealed interface DocumentName {
  /// The key of the flag or of the segment.
  String key();

  /// A flag.
  record OfFlag(String key) implements DocumentName {}

  /// The definition of a segment.
  record OfSegment(String key) implements DocumentName {}

  /// A part of one of a segment's lists.
  ///
  /// @param segment the segment's key
  /// @param list which list
  /// @param index which part of it, from 0
  record OfPart(String segment, SegmentList list, int index) implements DocumentName {
    /// @throws IllegalArgumentException when the segment's key is none or the index is negative
    public OfPart {
      if (!Key.valid(segment) || index < 0) {
        throw new IllegalArgumentException("part %d of segment '%s'".formatted(index, segment));
      }
    }

    @Override
    public String key() {
      return segment;
    }
  }
}
