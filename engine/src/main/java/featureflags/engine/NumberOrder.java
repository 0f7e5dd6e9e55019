package featureflags.engine;

import java.util.List;

/// A number beyond a limit. Of several limits the easiest to pass counts, for any of them will do.
final class NumberOrder implements Comparison {
  private final double limit;
  private final boolean upwards;
  private final boolean included;

  private NumberOrder(double limit, boolean upwards, boolean included) {
    this.limit = limit;
    this.upwards = upwards;
    this.included = included;
  }

  static NumberOrder of(Operator operator, List<Value> values) {
    boolean upwards = operator == Operator.GT || operator == Operator.GTE;
    var limits = values.stream().mapToDouble(Scalar::number);
    return new NumberOrder(
        (upwards ? limits.min() : limits.max()).orElseThrow(),
        upwards,
        operator == Operator.GTE || operator == Operator.LTE);
  }

  @Override
  public boolean holds(Value scalar) {
    double number = Scalar.number(scalar); // NaN passes no limit
    return number == limit ? included : upwards ? number > limit : number < limit;
  }
}
