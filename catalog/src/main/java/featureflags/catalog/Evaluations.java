package featureflags.catalog;

import featureflags.engine.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The record of what one request was answered: one subject at one time, and what came of each flag
/// that it asked for. It stands for as many evaluation events as it has outcomes.
///
/// @param id of the first event; each further one has the next
/// @param time when it was answered, to the millisecond
/// @param scope where the flags live
/// @param subject the targeting key; empty when the context had none
/// @param attributes the context attributes that the settings name, and no others
/// @param outcomes at least one, in the order of the answer
public record Evaluations(
    UUID id,
    Instant time,
    Scope scope,
    String subject,
    Map<String, Value> attributes,
    List<Outcome> outcomes) {
  /// Copies the attributes and the list, and makes every text storable.
  ///
  /// @throws IllegalArgumentException when there is no outcome
  public Evaluations {
    if (outcomes.isEmpty()) {
      throw new IllegalArgumentException("evaluations without an outcome");
    }
    subject = StorableText.of(subject);
    attributes =
        attributes.isEmpty() ? Map.of() : Collections.unmodifiableMap(StorableText.of(attributes));
    outcomes = List.copyOf(outcomes);
  }

  /// How many events it stands for.
  public int count() {
    return outcomes.size();
  }

  /// The id of an event.
  ///
  /// @param index of its outcome, from 0
  public UUID id(int index) {
    return index == 0
        ? id
        : new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + index);
  }

  /// The events one by one.
  public List<EvaluationEvent> events() {
    var events = new ArrayList<EvaluationEvent>(outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      events.add(
          new EvaluationEvent(
              id(i),
              time,
              scope,
              outcome.flag(),
              outcome.version(),
              outcome.variant(),
              outcome.reason(),
              outcome.rule(),
              subject,
              attributes));
    }
    return events;
  }
}
