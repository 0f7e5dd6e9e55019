package featureflags.engine;

import java.util.List;

/// A decision and every step that led to it.
///
/// @param decision equal to what the evaluation of the same context answers
/// @param steps what was tried, in order; the last one served
public record Explanation(Decision decision, List<Step> steps) {
  /// Copies the list.
  public Explanation {
    steps = List.copyOf(steps);
  }
}
