package featureflags.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// All six flags in turn for each context, as a service asks for several: no call of the evaluator
/// can be compiled for one kind of flag alone. The time is that of one evaluation.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(6)
public class MixedBenchmark {
  /// The flags that are asked for.
  @State(Scope.Benchmark)
  public static class Asked {
    private final String[] keys =
        Arrays.stream(Scenario.values()).map(Scenario::askedKey).toArray(String[]::new);
  }

  /// By the engine.
  @Benchmark
  public void ours(Ours ours, Asked asked, Turn turn, Blackhole hole) {
    int context = turn.next();
    for (int i = 0; i < asked.keys.length; i++) {
      hole.consume(ours.evaluate(asked.keys[i], context));
    }
  }

  /// By hand.
  @Benchmark
  public void limit(Hand hand, Asked asked, Turn turn, Blackhole hole) {
    int context = turn.next();
    for (int i = 0; i < asked.keys.length; i++) {
      hole.consume(hand.evaluate(asked.keys[i], context));
    }
  }
}
