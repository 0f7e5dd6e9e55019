package featureflags.engine;

/// The complement of a condition.
final class NotNode implements ConditionNode {
  private final ConditionNode part;

  NotNode(ConditionNode part) {
    this.part = part;
  }

  @Override
  public boolean matches(Context context, Ruleset ruleset) {
    return !part.matches(context, ruleset);
  }

  @Override
  public ConditionTrace explain(Context context, Ruleset ruleset) {
    return new ConditionTrace.Negated(part.explain(context, ruleset), matches(context, ruleset));
  }
}
