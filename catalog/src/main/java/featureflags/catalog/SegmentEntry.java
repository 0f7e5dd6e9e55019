package featureflags.catalog;

import java.time.Instant;

/// A segment as it is stored; its keys are kept beside it, in parts.
///
/// @param draft what a person wrote
/// @param included how many keys are listed as in
/// @param excluded how many keys are listed as out
/// @param version counts the changes of the segment and of its lists, from 1
/// @param createdAt when it was first stored
/// @param updatedAt when this version was stored
public record SegmentEntry(
    SegmentDraft draft,
    KeyCount included,
    KeyCount excluded,
    int version,
    Instant createdAt,
    Instant updatedAt) {
  /// @throws IllegalArgumentException when the version is less than 1
  public SegmentEntry {
    if (version < 1) {
      throw new IllegalArgumentException("version %d is less than 1".formatted(version));
    }
  }

  /// A new segment, without keys.
  ///
  /// @param version 1, or the next one where a segment with this key was deleted
  public static SegmentEntry created(SegmentDraft draft, int version, Instant now) {
    return new SegmentEntry(draft, KeyCount.NONE, KeyCount.NONE, version, now, now);
  }

  /// The next version, with another definition.
  public SegmentEntry revised(SegmentDraft revised, Instant now) {
    return new SegmentEntry(revised, included, excluded, version + 1, createdAt, now);
  }

  /// The next version, with other keys in a list.
  public SegmentEntry with(SegmentList list, KeyCount keys, Instant now) {
    return switch (list) {
      case INCLUDED -> new SegmentEntry(draft, keys, excluded, version + 1, createdAt, now);
      case EXCLUDED -> new SegmentEntry(draft, included, keys, version + 1, createdAt, now);
    };
  }

  /// The segment's key.
  public String key() {
    return draft.key();
  }

  /// The size of a list.
  public KeyCount keys(SegmentList list) {
    return switch (list) {
      case INCLUDED -> included;
      case EXCLUDED -> excluded;
    };
  }
}
