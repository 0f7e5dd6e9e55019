package featureflags.json;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Scope;
import featureflags.engine.Key;
import featureflags.engine.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/// Evaluation events: packed for the stream, and one by one in the trail.
public final class EventShape {
  /// The years that PostgreSQL and people write alike.
  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

  private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private EventShape() {}

  /// Packs events into one entry of the stream: an array of objects with one-letter names.
  public static byte[] pack(List<EvaluationEvent> events) {
    return ValueWriter.document(json -> {
      json.writeStartArray();
      for (EvaluationEvent event : events) {
        write(json, event);
      }
      json.writeEndArray();
    });
  }

  private static void write(JsonGenerator json, EvaluationEvent event) {
    json.writeStartObject();
    json.writeStringProperty("i", event.id().toString());
    json.writeNumberProperty("t", event.time().toEpochMilli());
    json.writeStringProperty("p", event.scope().project());
    json.writeStringProperty("e", event.scope().environment());
    json.writeStringProperty("f", event.flag());
    json.writeNumberProperty("v", event.version());
    json.writeStringProperty("n", event.variant());
    json.writeStringProperty("r", event.reason());
    if (!event.rule().isEmpty()) {
      json.writeStringProperty("u", event.rule());
    }
    if (!event.subject().isEmpty()) {
      json.writeStringProperty("s", event.subject());
    }
    if (!event.attributes().isEmpty()) {
      json.writeName("a");
      ValueWriter.write(json, new Value.Structure(event.attributes()));
    }
    json.writeEndObject();
  }

  /// Unpacks an entry of the stream.
  ///
  /// @throws InvalidDocument when it is none; no event of it is returned then
  public static List<EvaluationEvent> unpack(byte[] entry) {
    Value value = ValueReader.readStored(entry);
    if (!(value instanceof Value.Items(List<Value> values))) {
      throw new InvalidDocument("", "must be a list of events, not " + Fields.kind(value));
    }
    var violations = new Violations();
    var events = new ArrayList<EvaluationEvent>(values.size());
    for (int i = 0; i < values.size(); i++) {
      var fields = Fields.of(values.get(i), Violations.at("", i), violations);
      EvaluationEvent event = read(fields);
      events.add(event);
    }
    return events;
  }

  private static EvaluationEvent read(Fields fields) {
    UUID id = id(fields);
    String project = fields.requiredKey("p");
    String environment = fields.requiredKey("e");
    String flag = fields.requiredKey("f");
    String variant = fields.requiredKey("n");
    String reason = fields.requiredText("r", Key.MAX_LENGTH);
    String rule = fields.text("u", "", Key.MAX_LENGTH);
    String subject = fields.text("s", "", Integer.MAX_VALUE);
    int version = fields.integer("v", 0);
    Instant time =
        fields.value("t") instanceof Value.Whole(long millis) && FIRST <= millis && millis <= LAST
            ? Instant.ofEpochMilli(millis)
            : fields.wrong("t", "is missing, or no time of the years 1 to 9999", Instant.EPOCH);
    Map<String, Value> attributes =
        switch (fields.value("a")) {
          case Value.Nothing() -> Map.of();
          case Value.Structure(var given) -> given;
          case Value other ->
              fields.wrong("a", "must be an object, not " + Fields.kind(other), Map.of());
        };
    fields.refuseOthers();
    fields.violations().check();
    var scope = new Scope(project, environment);
    return new EvaluationEvent(
        id, time, scope, flag, version, variant, reason, rule, subject, attributes);
  }

  private static UUID id(Fields fields) {
    String text = fields.requiredText("i", 64);
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return fields.wrong("i", "'%s' is no UUID".formatted(text), new UUID(0, 0));
    }
  }

  /// Writes an event as the trail shows it.
  public static Value trail(EvaluationEvent event) {
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
