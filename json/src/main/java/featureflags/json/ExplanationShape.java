package featureflags.json;

import featureflags.engine.Admission;
import featureflags.engine.ConditionTrace;
import featureflags.engine.Draw;
import featureflags.engine.Explanation;
import featureflags.engine.FlagTrace;
import featureflags.engine.RolloutTrace;
import featureflags.engine.Step;
import featureflags.engine.Value;

/// The steps of an evaluation, for people.
final class ExplanationShape {
  private ExplanationShape() {}

  static Value write(Explanation explanation) {
    return new Members()
        .put("steps", explanation.steps().stream().map(ExplanationShape::write).toList())
        .build();
  }

  private static Value write(Step step) {
    return switch (step) {
      case Step.Disabled() -> step("disabled", true).build();
      case Step.Quarantined() -> step("quarantined", true).build();
      case Step.Required(var prerequisite, FlagTrace outcome, boolean held) -> {
        var members = step("prerequisite", !held);
        members.put("flag", prerequisite.flag()).putTexts("variants", prerequisite.variants());
        write(members, outcome);
        yield members.put("held", held).build();
      }
      case Step.RulePassed(String rule, ConditionTrace condition) ->
          step("rule", false)
              .put("ruleId", rule)
              .put("condition", ConditionTraceShape.write(condition))
              .build();
      case Step.RuleHeld(String rule, ConditionTrace condition, RolloutTrace rollout) ->
          write(
              step("rule", rollout.served())
                  .put("ruleId", rule)
                  .put("condition", ConditionTraceShape.write(condition)),
              rollout);
      case Step.OwnRollout(RolloutTrace rollout) ->
          write(step("rollout", rollout.served()), rollout);
      case Step.FellThrough() -> step("default", true).build();
    };
  }

  private static Members step(String name, boolean served) {
    return new Members().put("step", name).put("served", served);
  }

  /// What another flag served, and why.
  static void write(Members members, FlagTrace outcome) {
    switch (outcome) {
      case FlagTrace.NoFlag() -> members.put("missing", true);
      case FlagTrace.Evaluated(Explanation nested) ->
          members
              .put("variant", nested.decision().variant().key())
              .put("reason", nested.decision().reason().code())
              .put("explanation", write(nested));
    }
  }

  private static Value write(Members step, RolloutTrace rollout) {
    step.put("rollout", write(rollout.admission()));
    switch (rollout.draw()) {
      case Draw.Undrawn _ -> {}
      case Draw.NoSubject(String bucketBy) ->
          step.put(
              "split",
              new Members().put("bucketBy", bucketBy).put("subject", new Value.Nothing()).build());
      case Draw.Drawn drawn ->
          step.put(
              "split",
              new Members()
                  .put("bucketBy", drawn.bucketBy())
                  .put("input", drawn.input())
                  .put("hash", drawn.hash())
                  .put("slot", drawn.slot())
                  .put("range", ServeShape.write(drawn.range()))
                  .put("variant", drawn.variant())
                  .build());
    }
    return step.build();
  }

  private static Value write(Admission admission) {
    return switch (admission) {
      case Admission.Unhashed(var percentage, boolean admitted) ->
          new Members()
              .put("percentage", Percentages.write(percentage))
              .put("admitted", admitted)
              .build();
      case Admission.NoSubject(var percentage, String bucketBy) ->
          new Members()
              .put("percentage", Percentages.write(percentage))
              .put("bucketBy", bucketBy)
              .put("subject", new Value.Nothing())
              .put("admitted", false)
              .build();
      case Admission.Hashed hashed ->
          new Members()
              .put("percentage", Percentages.write(hashed.percentage()))
              .put("bucketBy", hashed.bucketBy())
              .put("input", hashed.input())
              .put("hash", hashed.hash())
              .put("slot", hashed.slot())
              .put("threshold", hashed.threshold())
              .put("admitted", hashed.admitted())
              .build();
    };
  }
}
