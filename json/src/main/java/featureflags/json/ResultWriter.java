package featureflags.json;

import featureflags.catalog.Result;
import featureflags.engine.Decision;
import featureflags.engine.Explanation;
import featureflags.engine.Reason;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The answers to evaluations.
public final class ResultWriter {
  private ResultWriter() {}

  /// The answer for one flag.
  public static byte[] one(Result.Evaluated result) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      writeMembers(json, result);
      json.writeEndObject();
    });
  }

  /// The answer for one flag with every step that led to it.
  public static byte[] explained(Result.Evaluated result, Explanation explanation) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      writeMembers(json, result);
      json.writeName("explanation");
      ValueWriter.write(json, ExplanationShape.write(explanation));
      json.writeEndObject();
    });
  }

  /// The answer for a batch, in the order of the list.
  public static byte[] batch(List<Result> results) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("results");
      for (int i = 0; i < results.size(); i++) {
        writeItem(json, results.get(i));
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void writeItem(JsonGenerator json, Result result) {
    json.writeStartObject();
    switch (result) {
      case Result.Evaluated evaluated -> writeMembers(json, evaluated);
      case Result.NotFound(String key) ->
          writeError(json, key, "FLAG_NOT_FOUND", "there is no such flag in this environment");
      case Result.Unreadable(String key) ->
          writeError(json, key, "PARSE_ERROR", "this engine cannot read the flag's definition");
    }
    json.writeEndObject();
  }

  private static void writeMembers(JsonGenerator json, Result.Evaluated result) {
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

  private static void writeError(
      JsonGenerator json, String flagKey, String errorCode, String errorDetails) {
    json.writeStringProperty("flagKey", flagKey);
    json.writeStringProperty("errorCode", errorCode);
    json.writeStringProperty("errorDetails", errorDetails);
  }
}
