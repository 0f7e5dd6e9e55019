package featureflags.catalog;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Makes the record of what a request was answered: gives it its id and time, and keeps of the
/// context no more than the subject and the attributes that were named.
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

  /// The record of an answer that is given now.
  ///
  /// @param outcomes what came of each flag that was evaluated, in the order of the answer
  public Evaluations record(Scope scope, List<Outcome> outcomes, Context context) {
    return new Evaluations(
        ids.get(),
        Instant.ofEpochMilli(clock.millis()),
        scope,
        context.targetingKey().orElse(""),
        kept(context),
        outcomes);
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
