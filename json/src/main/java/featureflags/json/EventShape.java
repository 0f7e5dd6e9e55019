package featureflags.json;

import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Reconsidered;
import featureflags.engine.Decision;
import featureflags.engine.Reason;
import featureflags.engine.Value;
import java.util.Optional;

/// Evaluation events as the trail shows them.
public final class EventShape {
  private EventShape() {}

  /// Writes an event of a flag's trail.
  public static Value write(EvaluationEvent event) {
    return members(new Members(), event).build();
  }

  /// Writes an event of a subject's trail.
  public static Value writeOfSubject(EvaluationEvent event) {
    return members(new Members().put("flag", event.flag()), event).build();
  }

  /// Writes an event of a subject's trail, and what comes of deciding it again.
  ///
  /// @param again empty when it cannot be decided again
  public static Value writeOfSubject(EvaluationEvent event, Optional<Reconsidered> again) {
    return members(new Members().put("flag", event.flag()), event)
        .put("again", again.map(each -> again(event, each)).orElse(new Value.Nothing()))
        .build();
  }

  private static Value again(EvaluationEvent event, Reconsidered again) {
    Decision decision = again.decision();
    String rule = decision.reason() instanceof Reason.RuleMatch(String id) ? id : "";
    boolean same =
        event.variant().equals(decision.variant().key())
            && event.reason().equals(decision.reason().code())
            && event.rule().equals(rule);
    return new Members()
        .put("variant", decision.variant().key())
        .put("reason", decision.reason().code())
        .putOrNull("ruleId", rule)
        .put("same", same)
        .putTexts("unsure", again.unsure())
        .build();
  }

  private static Members members(Members line, EvaluationEvent event) {
    return line.put("id", event.id().toString())
        .put("time", event.time())
        .put("version", event.version())
        .put("variant", event.variant())
        .put("reason", event.reason())
        .putOrNull("ruleId", event.rule())
        .putOrNull("subject", event.subject())
        .put("attributes", new Value.Structure(event.attributes()));
  }
}
