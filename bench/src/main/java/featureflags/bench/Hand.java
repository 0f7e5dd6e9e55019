package featureflags.bench;

import java.util.HashMap;
import java.util.NoSuchElementException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A thousand evaluators by hand, and the contexts as maps.
@State(Scope.Benchmark)
public class Hand {
  private final HashMap<String, Limit> limits = new HashMap<>();
  private final HashMap<String, Object>[] contexts = Population.maps();

  /// Writes down the evaluators.
  public Hand() {
    for (Scenario scenario : Scenario.values()) {
      limits.put(scenario.flag().key(), scenario.limit());
    }
    OtherFlags.keys().forEach(key -> limits.put(key, new LimitOn()));
  }

  Answer evaluate(String key, int turn) {
    Limit limit = limits.get(key);
    if (limit == null) {
      throw new NoSuchElementException(key);
    }
    return limit.evaluate(contexts[turn]);
  }
}
