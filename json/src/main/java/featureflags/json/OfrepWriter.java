package featureflags.json;

import featureflags.catalog.Result;
import featureflags.catalog.Scope;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Reason;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  private static final byte[] BEFORE = "{\"flags\":[".getBytes(StandardCharsets.UTF_8);

  private OfrepWriter() {}

  /// The answer for a flag that was evaluated.
  ///
  /// @param flag what decided
  public static byte[] served(Scope scope, Result result, CompiledFlag flag) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      json.writeStringProperty("key", result.flagKey());
      writeValue(json, flag.type(), result.decision().variant().value());
      json.writeStringProperty("reason", OfrepReason.of(result.decision(), flag));
      json.writeStringProperty("variant", result.decision().variant().key());
      json.writeObjectPropertyStart("metadata");
      json.writeStringProperty("flagSetId", scope.environment());
      json.writeNumberProperty("version", result.version());
      if (result.decision().reason() instanceof Reason.RuleMatch(String rule)) {
        json.writeStringProperty("ruleId", rule);
      }
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  /// In the answer for every flag, that for one that was not evaluated.
  ///
  /// @param details what is wrong, for people
  public static byte[] failed(String key, OfrepError error, String details) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      json.writeStringProperty("key", key);
      writeError(json, error, details);
      json.writeEndObject();
    });
  }

  /// The answer for every flag of a scope at a revision.
  ///
  /// @param flags the answer for each, written before
  /// @param stream the path, from the root, of the stream that tells of changes
  public static byte[] bulk(Scope scope, long revision, List<byte[]> flags, String stream) {
    byte[] rest =
        ValueWriter.document(json -> {
          json.writeStartObject();
          writeStream(json, stream);
          json.writeObjectPropertyStart("metadata");
          json.writeStringProperty("flagSetId", scope.environment());
          json.writeNumberProperty("version", revision);
          json.writeEndObject();
          json.writeEndObject();
        });
    rest[0] = ','; // these members go on where the list ends, in the same object
    return Joined.of(
        BEFORE, flags, ByteBuffer.allocate(1 + rest.length).put((byte) ']').put(rest).array());
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

  /// What a stream says when flags have changed: fetch them anew.
  ///
  /// @param revision of the environment, at least which a client should then get
  public static String refetch(long revision) {
    return "{\"type\":\"refetchEvaluation\",\"etag\":\"%d\"}".formatted(revision);
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
