package featureflags.json;

import featureflags.catalog.Result;
import featureflags.engine.Decision;
import featureflags.engine.Explanation;
import featureflags.engine.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The answers to evaluations.
public final class ResultWriter {
  private static final byte[] BEFORE = "{\"results\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AFTER = "]}".getBytes(StandardCharsets.UTF_8);

  private ResultWriter() {}

  /// The answer for one flag.
  public static byte[] one(Result result) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      writeMembers(json, result);
      json.writeEndObject();
    });
  }

  /// The answer for one flag with every step that led to it.
  public static byte[] explained(Result result, Explanation explanation) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      writeMembers(json, result);
      json.writeName("explanation");
      ValueWriter.write(json, ExplanationShape.write(explanation));
      json.writeEndObject();
    });
  }

  /// In a batch, the answer for a flag that is not there.
  public static byte[] notFound(String flagKey) {
    return error(flagKey, "FLAG_NOT_FOUND", "there is no such flag in this environment");
  }

  /// In a batch, the answer for a flag of which nothing can be read.
  public static byte[] unreadable(String flagKey) {
    return error(flagKey, "PARSE_ERROR", "this engine cannot read the flag's definition");
  }

  private static byte[] error(String flagKey, String errorCode, String errorDetails) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      json.writeStringProperty("flagKey", flagKey);
      json.writeStringProperty("errorCode", errorCode);
      json.writeStringProperty("errorDetails", errorDetails);
      json.writeEndObject();
    });
  }

  /// The answer for a batch.
  ///
  /// @param items the answer for each flag, written before
  public static byte[] batch(List<byte[]> items) {
    return Joined.of(BEFORE, items, AFTER);
  }

  private static void writeMembers(JsonGenerator json, Result result) {
    Decision decision = result.decision();
    json.writeStringProperty("flagKey", result.flagKey());
    json.writeStringProperty("variant", decision.variant().key());
    json.writeName("value");
    ValueWriter.write(json, decision.variant().value());
    json.writeStringProperty("reason", decision.reason().code());
    if (decision.reason() instanceof Reason.RuleMatch(String rule)) {
      json.writeStringProperty("ruleId", rule);
    }
    json.writeNumberProperty("version", result.version());
  }
}
