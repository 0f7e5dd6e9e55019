package featureflags.engine;

import java.util.Comparator;
import java.util.List;

/// A time before or after a limit. Of several limits the easiest to pass counts.
final class TimeOrder implements Comparison {
  private final long seconds;
  private final int nanos;
  private final boolean after;

  private TimeOrder(Value limit, boolean after) {
    this.seconds = Timestamp.seconds(limit);
    this.nanos = Timestamp.nanos(limit);
    this.after = after;
  }

  static TimeOrder of(Operator operator, List<Value> values) {
    boolean after = operator == Operator.AFTER;
    Comparator<Value> byTime =
        Comparator.<Value>comparingLong(Timestamp::seconds).thenComparingInt(Timestamp::nanos);
    return new TimeOrder(
        values.stream().min(after ? byTime : byTime.reversed()).orElseThrow(), after);
  }

  @Override
  public boolean holds(Value scalar) {
    long second = Timestamp.seconds(scalar);
    if (second == Timestamp.NONE) {
      return false;
    }
    int order = Long.compare(second, seconds);
    if (order == 0) {
      order = Integer.compare(Timestamp.nanos(scalar), nanos);
    }
    return after ? order > 0 : order < 0;
  }
}
