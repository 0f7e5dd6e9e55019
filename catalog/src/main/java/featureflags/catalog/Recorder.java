package featureflags.catalog;

import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Reason;
import featureflags.engine.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Makes the record of an evaluation: gives it its id and time, and keeps of the context no more
/// than the subject and the attributes that were named.
public final class Recorder {
  private final Supplier<UUID> ids;
  private final InstantSource clock;
  private final List<String> attributes;

  /// @param attributes the names of the context attributes to keep; contexts hold personal data, so
  ///   none is kept unasked
  public Recorder(Supplier<UUID> ids, InstantSource clock, List<String> attributes) {
    this.ids = ids;
    this.clock = clock;
    this.attributes = List.copyOf(attributes);
  }

  /// The record of a decision made now.
  public EvaluationEvent record(Scope scope, Result.Evaluated result, Context context) {
    Decision decision = result.decision();
    return new EvaluationEvent(
        ids.get(),
        Instant.ofEpochMilli(clock.millis()),
        scope,
        result.flagKey(),
        result.version(),
        decision.variant().key(),
        decision.reason().code(),
        decision.reason() instanceof Reason.RuleMatch(String rule) ? rule : "",
        context.targetingKey().orElse(""),
        kept(context));
  }

  private Map<String, Value> kept(Context context) {
    if (attributes.isEmpty()) {
      return Map.of();
    }
    var kept = new LinkedHashMap<String, Value>();
    for (String name : attributes) {
      context.attribute(name).ifPresent(value -> kept.put(name, value));
    }
    return kept;
  }
}
