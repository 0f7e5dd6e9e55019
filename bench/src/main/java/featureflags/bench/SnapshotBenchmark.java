package featureflags.bench;

import featureflags.catalog.Document;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Flag;
import featureflags.engine.Ruleset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What it takes to build the large snapshot, and to change one flag of it.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SnapshotBenchmark {
  /// Definitions in memory.
  @State(Scope.Benchmark)
  public static class Definitions {
    private final List<Flag> flags = LargeSnapshot.flags();
  }

  /// Definitions as they are stored.
  @State(Scope.Benchmark)
  public static class Texts {
    private final List<Document> documents = LargeSnapshot.documents();
  }

  /// A snapshot, and a flag of it that has changed.
  @State(Scope.Benchmark)
  public static class Built {
    private final Ruleset ruleset = LargeSnapshot.compiled(LargeSnapshot.flags());
    private final Flag changed = LargeSnapshot.flagOf(5_000);
  }

  /// From definitions in memory, once, in a JVM that has compiled none before.
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public Object fromDefinitions(Definitions definitions) {
    return LargeSnapshot.compiled(definitions.flags);
  }

  /// From stored texts, once, in a JVM that has read none before.
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public Object fromTexts(Texts texts) {
    return LargeSnapshot.read(texts.documents);
  }

  /// One flag alone.
  @Benchmark
  public Object compile(Built built) {
    return CompiledFlag.of(built.changed);
  }

  /// One flag, within the snapshot.
  @Benchmark
  public Object change(Built built) {
    return built.ruleset.edit().put(CompiledFlag.of(built.changed)).build();
  }
}
