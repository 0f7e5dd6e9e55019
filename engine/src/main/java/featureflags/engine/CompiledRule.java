package featureflags.engine;

import org.jspecify.annotations.Nullable;

/// A compiled rule and the decisions it makes, ready before anybody asks.
final class CompiledRule {
  private final String id;
  private final ConditionNode condition;
  private final CompiledRollout rollout;

  CompiledRule(Rule rule, Decisions decisions) {
    this.id = rule.id();
    this.condition = ConditionNode.compile(rule.when());
    this.rollout = new CompiledRollout(rule.rollout(), new Reason.RuleMatch(rule.id()), decisions);
  }

  /// Whether the rule's condition holds.
  boolean matches(Context context, Ruleset ruleset) {
    return condition.matches(context, ruleset);
  }

  /// The decision for a context that the rule matches; null when it passes on to the next rule.
  @Nullable Decision serve(Context context) {
    return rollout.decide(context);
  }

  /// Whether its rollout or its split tells subjects apart by the targeting key.
  boolean bucketsByTargetingKey() {
    return rollout.bucketsByTargetingKey();
  }

  Step explain(Context context, Ruleset ruleset) {
    ConditionTrace trace = condition.explain(context, ruleset);
    return trace.held()
        ? new Step.RuleHeld(id, trace, rollout.explain(context))
        : new Step.RulePassed(id, trace);
  }
}
