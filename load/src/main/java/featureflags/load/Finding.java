package featureflags.load;

import java.util.List;

/// What a part has found.
///
/// @param text in Markdown
record Finding(String text, List<Goal> goals) {
  Finding {
    goals = List.copyOf(goals);
  }

  /// A section of the page: the goals first.
  String section() {
    return Goal.table(goals) + "\n" + text;
  }
}
