package featureflags.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Whose turn it is; each thread counts by itself.
@State(Scope.Thread)
public class Turn {
  private int next;

  int next() {
    return next++ & (Population.SIZE - 1);
  }
}
