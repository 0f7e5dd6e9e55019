package featureflags.engine;

import java.util.List;

/// A version before, at or behind any of several others.
final class VersionOrder implements Comparison {
  private final SemVer[] limits;
  private final boolean before;
  private final boolean same;
  private final boolean behind;

  private VersionOrder(SemVer[] limits, boolean before, boolean same, boolean behind) {
    this.limits = limits;
    this.before = before;
    this.same = same;
    this.behind = behind;
  }

  static VersionOrder of(Operator operator, List<Value> values) {
    boolean upwards = operator == Operator.SEMVER_GT || operator == Operator.SEMVER_GTE;
    boolean downwards = operator == Operator.SEMVER_LT || operator == Operator.SEMVER_LTE;
    boolean strictly = operator == Operator.SEMVER_GT || operator == Operator.SEMVER_LT;
    return new VersionOrder(
        values.stream().map(Scalar::canonical).map(SemVer::of).toArray(SemVer[]::new),
        downwards,
        !strictly,
        upwards);
  }

  @Override
  public boolean holds(Value scalar) {
    if (!(scalar instanceof Value.Text(String text))) {
      return false;
    }
    for (int i = 0; i < limits.length; i++) {
      int order = limits[i].compare(text);
      if (order != SemVer.NO_VERSION && (order == 0 ? same : order < 0 ? before : behind)) {
        return true;
      }
    }
    return false;
  }
}
