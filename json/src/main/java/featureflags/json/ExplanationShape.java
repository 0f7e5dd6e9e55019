package featureflags.json;

import featureflags.engine.Admission;
import featureflags.engine.ConditionTrace;
import featureflags.engine.Explanation;
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
      case Step.RulePassed(String rule, ConditionTrace condition) ->
          step("rule", false).put("ruleId", rule).put("condition", write(condition)).build();
      case Step.RuleHeld(String rule, ConditionTrace condition, Admission admission) ->
          step("rule", admission.admitted())
              .put("ruleId", rule)
              .put("condition", write(condition))
              .put("rollout", write(admission))
              .build();
      case Step.OwnRollout(Admission admission) ->
          step("rollout", admission.admitted()).put("rollout", write(admission)).build();
      case Step.FellThrough() -> step("default", true).build();
    };
  }

  private static Members step(String name, boolean served) {
    return new Members().put("step", name).put("served", served);
  }

  private static Value write(ConditionTrace trace) {
    return switch (trace) {
      case ConditionTrace.Tested(var test, Value seen, boolean held) -> {
        var members = new Members();
        RuleShape.write(members, test);
        yield members.put("seen", seen).put("held", held).build();
      }
    };
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
