package featureflags.catalog;

import java.util.List;

/// What a flag has beside its definition; nothing of it decides an evaluation.
///
/// @param name the title people read
/// @param description what it is for; may be empty
/// @param tags words to filter by
/// @param owner who answers for it; may be empty
/// @param auditSampleRate which share of its evaluations the trail keeps one by one
public record Details(
    String name, String description, List<String> tags, String owner, SampleRate auditSampleRate) {
  /// Copies the tags.
  public Details {
    tags = List.copyOf(tags);
  }
}
