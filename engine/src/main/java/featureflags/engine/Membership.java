package featureflags.engine;

/// Why a subject is in a segment or not.
public sealed interface Membership {
  /// Whether the subject is in.
  boolean member();

  /// There is no such segment.
  record NoSegment() implements Membership {
    @Override
    public boolean member() {
      return false;
    }
  }

  /// The subject's key is listed as excluded.
  record Excluded() implements Membership {
    @Override
    public boolean member() {
      return false;
    }
  }

  /// The subject's key is listed as included.
  record Included() implements Membership {
    @Override
    public boolean member() {
      return true;
    }
  }

  /// The subject's key is on no list, or there is none: the segment's condition decides.
  record ByCondition(ConditionTrace condition) implements Membership {
    @Override
    public boolean member() {
      return condition.held();
    }
  }
}
