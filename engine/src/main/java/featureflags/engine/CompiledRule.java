package featureflags.engine;

/// A compiled rule and the decision it makes, ready before anybody asks.
final class CompiledRule {
  private final String id;
  private final AttributeNode condition;
  private final CompiledRollout rollout;
  private final Decision decision;

  CompiledRule(Rule rule, Decisions decisions) {
    this.id = rule.id();
    this.condition = AttributeNode.compile(rule.when());
    this.rollout = new CompiledRollout(rule.rollout());
    this.decision = decisions.of(rule.rollout().serve(), new Reason.RuleMatch(rule.id()));
  }

  Decision decision() {
    return decision;
  }

  boolean serves(Context context) {
    return condition.matches(context) && rollout.admits(context);
  }

  Step explain(Context context) {
    ConditionTrace trace = condition.explain(context);
    return trace.held()
        ? new Step.RuleHeld(id, trace, rollout.explain(context))
        : new Step.RulePassed(id, trace);
  }
}
