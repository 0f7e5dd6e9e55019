package featureflags.catalog;

import java.util.List;

/// What people say about a flag; nothing of it decides an evaluation.
///
/// @param name the title people read
/// @param description what it is for; may be empty
/// @param tags words to filter by
/// @param owner who answers for it; may be empty
public record Details(String name, String description, List<String> tags, String owner) {
  /// Copies the tags.
  public Details {
    tags = List.copyOf(tags);
  }
}
