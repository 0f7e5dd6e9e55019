package featureflags.catalog;

import java.util.List;

/// What evaluators tell the trail.
///
/// @param events evaluations, one by one
/// @param counts how many they left out of these
public record Recorded(List<EvaluationEvent> events, List<EvaluationCount> counts) {
  /// Copies the lists.
  public Recorded {
    events = List.copyOf(events);
    counts = List.copyOf(counts);
  }

  /// Events beside which nothing was left out.
  public static Recorded whole(List<EvaluationEvent> events) {
    return new Recorded(events, List.of());
  }

  /// All of these, in their order.
  public static Recorded of(List<Recorded> several) {
    return new Recorded(
        several.stream().flatMap(each -> each.events().stream()).toList(),
        several.stream().flatMap(each -> each.counts().stream()).toList());
  }

  /// How many evaluations it tells of.
  public long evaluations() {
    return events.size() + counts.stream().mapToLong(EvaluationCount::count).sum();
  }
}
