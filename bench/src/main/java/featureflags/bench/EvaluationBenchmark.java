package featureflags.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One evaluation of one flag of a thousand, found by its key: by the engine and by hand.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EvaluationBenchmark {
  /// The flag that is asked for.
  @State(Scope.Benchmark)
  public static class Asked {
    /// Which of the six.
    @Param public Scenario scenario = Scenario.ON;

    private String key = "";

    /// Takes the key as a request would bring it.
    @Setup
    public void ask() {
      key = scenario.askedKey();
    }

    String key() {
      return key;
    }
  }

  /// By the engine.
  @Benchmark
  public Object ours(Ours ours, Asked asked, Turn turn) {
    return ours.evaluate(asked.key(), turn.next());
  }

  /// By hand.
  @Benchmark
  public Object limit(Hand hand, Asked asked, Turn turn) {
    return hand.evaluate(asked.key(), turn.next());
  }
}
