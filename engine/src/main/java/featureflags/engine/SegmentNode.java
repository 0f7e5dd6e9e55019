package featureflags.engine;

/// Membership in a segment, which is looked up when asked for, so that it can change alone.
final class SegmentNode implements ConditionNode {
  private final String segment;

  SegmentNode(String segment) {
    this.segment = segment;
  }

  @Override
  public boolean matches(Context context, Ruleset ruleset) {
    CompiledSegment found = ruleset.findSegment(segment);
    return found != null && found.contains(context, ruleset);
  }

  @Override
  public ConditionTrace explain(Context context, Ruleset ruleset) {
    CompiledSegment found = ruleset.findSegment(segment);
    Membership membership =
        found == null ? new Membership.NoSegment() : found.explain(context, ruleset);
    return new ConditionTrace.Segmented(segment, membership, matches(context, ruleset));
  }
}
