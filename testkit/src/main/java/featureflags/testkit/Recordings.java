package featureflags.testkit;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorded;
import java.util.List;

/// Events as evaluators would tell them, each of a request of its own.
public final class Recordings {
  private Recordings() {}

  /// Beside which nothing was left out.
  public static Recorded whole(List<EvaluationEvent> events) {
    return of(events, List.of());
  }

  /// Beside which others were counted.
  public static Recorded of(List<EvaluationEvent> events, List<EvaluationCount> counts) {
    return new Recorded(events.stream().map(Recordings::request).toList(), counts);
  }

  private static Evaluations request(EvaluationEvent event) {
    return new Evaluations(
        event.id(),
        event.time(),
        event.scope(),
        event.subject(),
        event.attributes(),
        List.of(
            new Outcome(
                event.flag(), event.version(), event.variant(), event.reason(), event.rule())));
  }
}
