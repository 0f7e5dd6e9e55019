package featureflags.catalog;

import featureflags.engine.Condition;
import featureflags.engine.Segment;
import featureflags.engine.SubjectSet;

/// A segment as a person wrote it, without its lists.
///
/// @param key its name, unique in its environment
/// @param name the title people read
/// @param description what it is for; may be empty
/// @param when the condition; [Condition#NOBODY] for a segment that is nothing but its lists
public record SegmentDraft(String key, String name, String description, Condition when) {
  /// @throws IllegalArgumentException when the engine takes no such segment
  public SegmentDraft {
    var _ = new Segment(key, when, SubjectSet.empty(), SubjectSet.empty());
  }

  /// The segment with these lists.
  public Segment with(SubjectSet included, SubjectSet excluded) {
    return new Segment(key, when, included, excluded);
  }
}
