package featureflags.catalog;

import featureflags.engine.Decision;
import java.util.List;

/// What was decided, decided again.
///
/// @param decision what comes of it now
/// @param unsure keys of segments of whose lists nobody can tell any more whether the subject was
///   in them; it was taken for not listed
public record Reconsidered(Decision decision, List<String> unsure) {
  /// Copies the list.
  public Reconsidered {
    unsure = List.copyOf(unsure);
  }
}
