package featureflags.catalog;

import java.util.List;

/// What evaluators tell the trail.
///
/// @param requests what was answered, request by request
/// @param counts how many evaluations they left out of these
public record Recorded(List<Evaluations> requests, List<EvaluationCount> counts) {
  /// Copies the lists.
  public Recorded {
    requests = List.copyOf(requests);
    counts = List.copyOf(counts);
  }

  /// All of these, in their order.
  public static Recorded of(List<Recorded> several) {
    return new Recorded(
        several.stream().flatMap(each -> each.requests().stream()).toList(),
        several.stream().flatMap(each -> each.counts().stream()).toList());
  }

  /// What is told one by one.
  public List<EvaluationEvent> events() {
    return requests.stream().flatMap(each -> each.events().stream()).toList();
  }

  /// How many evaluations it tells of.
  public long evaluations() {
    return requests.stream().mapToLong(Evaluations::count).sum()
        + counts.stream().mapToLong(EvaluationCount::count).sum();
  }
}
