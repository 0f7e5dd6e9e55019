package featureflags.catalog;

import featureflags.engine.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;

/// The record of one evaluation.
///
/// @param id unique; storing the same id twice stores it once
/// @param time when it was answered, to the millisecond
/// @param scope where the flag lives
/// @param flag the flag's key
/// @param version the flag's version that decided
/// @param variant the variant that was served
/// @param reason why, as the HTTP answer says it
/// @param rule the rule's id; empty when no rule served
/// @param subject the targeting key; empty when the context had none
/// @param attributes the context attributes that the settings name, and no others
public record EvaluationEvent(
    UUID id,
    Instant time,
    Scope scope,
    String flag,
    int version,
    String variant,
    String reason,
    String rule,
    String subject,
    Map<String, Value> attributes) {
  /// Copies the attributes, and makes every text storable.
  public EvaluationEvent {
    subject = StorableText.of(subject);
    attributes =
        attributes.isEmpty() ? Map.of() : Collections.unmodifiableMap(StorableText.of(attributes));
  }
}
