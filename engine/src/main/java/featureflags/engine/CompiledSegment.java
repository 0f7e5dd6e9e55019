package featureflags.engine;

/// A segment made ready to be asked often: immutable, safe for any number of threads.
public final class CompiledSegment {
  private final String key;
  private final ConditionNode when;
  private final SubjectSet included;
  private final SubjectSet excluded;

  private CompiledSegment(Segment segment) {
    this.key = segment.key();
    this.when = ConditionNode.compile(segment.when());
    this.included = segment.included();
    this.excluded = segment.excluded();
  }

  /// Compiles a segment.
  public static CompiledSegment of(Segment segment) {
    return new CompiledSegment(segment);
  }

  /// The segment's key.
  public String key() {
    return key;
  }

  boolean contains(Context context, Ruleset ruleset) {
    String subject = context.subject();
    if (subject != null) {
      int hash = SubjectSet.hash(subject);
      if (excluded.contains(subject, hash)) {
        return false;
      }
      if (included.contains(subject, hash)) {
        return true;
      }
    }
    return when.matches(context, ruleset);
  }

  Membership explain(Context context, Ruleset ruleset) {
    String subject = context.subject();
    if (subject != null && excluded.contains(subject)) {
      return new Membership.Excluded();
    }
    if (subject != null && included.contains(subject)) {
      return new Membership.Included();
    }
    return new Membership.ByCondition(when.explain(context, ruleset));
  }
}
