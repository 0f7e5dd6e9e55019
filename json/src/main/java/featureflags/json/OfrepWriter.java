package featureflags.json;

import featureflags.catalog.Result;
import featureflags.catalog.Scope;
import featureflags.engine.Reason;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The answers of OFREP.
///
/// Clients tell integers from floats by the point, so a number always has one; they take no null
/// for a value, so one that is null is left out; and some of them fail on an answer without
/// `metadata`, so every one has it.
public final class OfrepWriter {
  /// After so many seconds in the background a client may leave the stream, as clients do unasked.
  private static final int INACTIVITY_SECONDS = 120;

  private OfrepWriter() {}

  /// The answer for a flag that was evaluated.
  public static byte[] one(Scope scope, OfrepResult.Served served) {
    return ValueWriter.document(json -> writeServed(json, scope, served));
  }

  /// The answer for every flag of a scope at a revision.
  ///
  /// @param stream the path, from the root, of the stream that tells of changes
  public static byte[] bulk(
      Scope scope, long revision, List<OfrepResult> results, Optional<String> stream) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("flags");
      for (int i = 0; i < results.size(); i++) {
        write(json, scope, results.get(i));
      }
      json.writeEndArray();
      stream.ifPresent(path -> writeStream(json, path));
      json.writeObjectPropertyStart("metadata");
      json.writeStringProperty("flagSetId", scope.environment());
      json.writeNumberProperty("version", revision);
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  /// The answer that there is none.
  ///
  /// @param key the flag's, if one was asked for
  public static byte[] failure(Optional<String> key, OfrepError error, String details) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      key.ifPresent(name -> json.writeStringProperty("key", name));
      writeError(json, error, details);
      json.writeObjectPropertyStart("metadata");
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, Scope scope, OfrepResult result) {
    switch (result) {
      case OfrepResult.Served served -> writeServed(json, scope, served);
      case OfrepResult.Failed(String key, OfrepError error, String details) -> {
        json.writeStartObject();
        json.writeStringProperty("key", key);
        writeError(json, error, details);
        json.writeEndObject();
      }
    }
  }

  private static void writeServed(JsonGenerator json, Scope scope, OfrepResult.Served served) {
    Result.Evaluated result = served.result();
    json.writeStartObject();
    json.writeStringProperty("key", result.flagKey());
    writeValue(json, served.flag().type(), result.decision().variant().value());
    json.writeStringProperty("reason", OfrepReason.of(result.decision(), served.flag()));
    json.writeStringProperty("variant", result.decision().variant().key());
    json.writeObjectPropertyStart("metadata");
    json.writeStringProperty("flagSetId", scope.environment());
    json.writeNumberProperty("version", result.version());
    if (result.decision().reason() instanceof Reason.RuleMatch(String rule)) {
      json.writeStringProperty("ruleId", rule);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /// A double is written as Java does: with a point, and with an exponent behind the point where it
  /// is very large or small. That is a float to every reader of JSON.
  private static void writeValue(JsonGenerator json, ValueType type, Value value) {
    if (value instanceof Value.Nothing) {
      return;
    }
    json.writeName("value");
    if (type == ValueType.NUMBER && value instanceof Value.Whole(long number)) {
      json.writeNumber((double) number);
    } else {
      ValueWriter.write(json, value);
    }
  }

  private static void writeStream(JsonGenerator json, String path) {
    json.writeArrayPropertyStart("eventStreams");
    json.writeStartObject();
    json.writeStringProperty("type", "sse");
    json.writeObjectPropertyStart("endpoint");
    json.writeStringProperty("requestUri", path);
    json.writeEndObject();
    json.writeNumberProperty("inactivityDelaySec", INACTIVITY_SECONDS);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeError(JsonGenerator json, OfrepError error, String details) {
    json.writeStringProperty("errorCode", error.name());
    json.writeStringProperty("errorDetails", details);
  }
}
