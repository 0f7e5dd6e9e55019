package featureflags.engine;

/// What another flag serves, which is looked up when asked for, so that it can change alone.
final class FlagNode implements ConditionNode {
  private final Condition.FlagServes source;
  private final String flag;
  private final String[] variants;

  FlagNode(Condition.FlagServes source) {
    this.source = source;
    this.flag = source.flag();
    this.variants = source.variants().toArray(String[]::new);
  }

  @Override
  public boolean matches(Context context, Ruleset ruleset) {
    CompiledFlag found = ruleset.findFlag(flag);
    return found != null && accepts(found.evaluate(context, ruleset).variant().key());
  }

  private boolean accepts(String served) {
    for (int i = 0; i < variants.length; i++) {
      if (variants[i].equals(served)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public ConditionTrace.Flagged explain(Context context, Ruleset ruleset) {
    CompiledFlag found = ruleset.findFlag(flag);
    FlagTrace outcome =
        found == null
            ? new FlagTrace.NoFlag()
            : new FlagTrace.Evaluated(found.explain(context, ruleset));
    return new ConditionTrace.Flagged(source, outcome, matches(context, ruleset));
  }
}
