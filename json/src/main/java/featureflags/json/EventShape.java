package featureflags.json;

import featureflags.catalog.EvaluationEvent;
import featureflags.engine.Value;

/// Evaluation events as the trail shows them.
public final class EventShape {
  private EventShape() {}

  /// Writes an event.
  public static Value write(EvaluationEvent event) {
    return new Members()
        .put("id", event.id().toString())
        .put("time", event.time())
        .put("version", event.version())
        .put("variant", event.variant())
        .put("reason", event.reason())
        .putOrNull("ruleId", event.rule())
        .putOrNull("subject", event.subject())
        .put("attributes", new Value.Structure(event.attributes()))
        .build();
  }
}
