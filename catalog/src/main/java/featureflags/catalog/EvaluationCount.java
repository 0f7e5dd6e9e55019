package featureflags.catalog;

import java.time.Instant;
import java.util.UUID;

/// How many evaluations came to the same within a minute that the trail does not keep one by one.
///
/// @param id of the first of them; storing the same id twice counts it once
/// @param minute when the minute began
/// @param scope where the flag lives
/// @param outcome what they came to
/// @param count how many; at least 1
public record EvaluationCount(UUID id, Instant minute, Scope scope, Outcome outcome, long count) {
  /// @throws IllegalArgumentException when the count is less than 1
  public EvaluationCount {
    if (count < 1) {
      throw new IllegalArgumentException("a count of %d".formatted(count));
    }
  }
}
