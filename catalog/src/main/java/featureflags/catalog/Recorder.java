package featureflags.catalog;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Makes the record of what a request was answered: gives it its id and time, and keeps of the
/// context no more than the subject and the attributes that were named.
///
/// They are stored with each flag of the request, so they have a limit: an attribute that does not
/// fit beside those named before it is left out.
public final class Recorder {
  /// How many characters the attributes of a request may have, with their names.
  public static final int ROOM = 4_096;

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
    int room = ROOM;
    for (String name : attributes) {
      Optional<Value> value = context.attribute(name);
      int size = name.length() + value.map(Recorder::size).orElse(0);
      if (value.isPresent() && size <= room) {
        kept.put(name, value.get());
        room -= size;
      }
    }
    return kept;
  }

  /// About how many characters a value has as JSON.
  private static int size(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text.length();
      case Value.Items(List<Value> items) -> items.stream().mapToInt(item -> 1 + size(item)).sum();
      case Value.Structure(Map<String, Value> fields) ->
          fields.entrySet().stream()
              .mapToInt(field -> field.getKey().length() + 1 + size(field.getValue()))
              .sum();
      case Value.Bool _, Value.Whole _, Value.Decimal _, Value.Nothing _ -> 8;
    };
  }
}
