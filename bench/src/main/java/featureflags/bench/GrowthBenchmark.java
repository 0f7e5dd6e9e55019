package featureflags.bench;

import static featureflags.testkit.Conditions.inSegment;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;

import featureflags.engine.CompiledFlag;
import featureflags.engine.CompiledSegment;
import featureflags.engine.Condition;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Operator;
import featureflags.engine.Ruleset;
import featureflags.engine.Segment;
import featureflags.engine.SubjectSet;
import featureflags.testkit.ContextBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One evaluation while the snapshot, a list or a segment grows.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrowthBenchmark {
  /// A ruleset, and what to ask of it.
  @State(Scope.Benchmark)
  public abstract static class Grown {
    /// How large it has grown.
    @Param("10")
    public int size;

    private Ruleset ruleset = Ruleset.empty();
    private String[] keys = {};
    private Context[] contexts = {};

    /// Lets it grow.
    @Setup
    public void grow() {
      ruleset = ruleset();
      keys = IntStream.range(0, Population.SIZE).mapToObj(this::key).toArray(String[]::new);
      contexts =
          IntStream.range(0, Population.SIZE).mapToObj(this::context).toArray(Context[]::new);
    }

    abstract Ruleset ruleset();

    abstract String key(int turn);

    abstract Context context(int turn);

    /// One of as many things as there are, evenly spread.
    final int spread(int turn) {
      return (int) ((long) turn * size / Population.SIZE);
    }

    final Decision evaluate(int turn) {
      return ruleset.flag(keys[turn]).orElseThrow().evaluate(contexts[turn], ruleset);
    }
  }

  /// More and more flags of which one is asked for.
  public static class OneFlag extends Grown {
    @Override
    Ruleset ruleset() {
      Ruleset.Edit edit = Ruleset.empty().edit();
      for (int i = 0; i < size; i++) {
        edit.put(CompiledFlag.of(flag("flag-" + i).enabled().rollout(50).build()));
      }
      return edit.build();
    }

    @Override
    String key(int turn) {
      return "flag-" + size / 2;
    }

    @Override
    Context context(int turn) {
      return ContextBuilder.subject(SixFlags.id(turn)).build();
    }
  }

  /// More and more flags of which up to 1,024 are asked for in turn.
  public static class ManyFlags extends OneFlag {
    @Override
    String key(int turn) {
      return "flag-" + spread(turn);
    }
  }

  /// A longer and longer list of values.
  public static class Values extends Grown {
    @Override
    Ruleset ruleset() {
      var rule = when("account", Operator.IN, SixFlags.ids(size).toArray());
      return of(flag("listed").enabled().rule(rule).build());
    }

    @Override
    String key(int turn) {
      return "listed";
    }

    @Override
    Context context(int turn) {
      return ContextBuilder.nobody().with("account", SixFlags.id(spread(turn))).build();
    }
  }

  /// More and more keys in a segment.
  public static class Members extends Grown {
    private List<String> members = List.of();

    @Override
    Ruleset ruleset() {
      members = LongIds.of(size);
      var segment =
          new Segment("beta", Condition.NOBODY, SubjectSet.ofKeys(members), SubjectSet.empty());
      return of(flag("beta-only").enabled().rule(when(inSegment("beta"))).build())
          .edit()
          .put(CompiledSegment.of(segment))
          .build();
    }

    @Override
    String key(int turn) {
      return "beta-only";
    }

    @Override
    Context context(int turn) {
      return ContextBuilder.subject(new String(members.get(spread(turn)).toCharArray())).build();
    }
  }

  private static Ruleset of(featureflags.engine.Flag flag) {
    return Ruleset.empty().edit().put(CompiledFlag.of(flag)).build();
  }

  /// One of the flags.
  @Benchmark
  public Object oneFlag(OneFlag grown, Turn turn) {
    return grown.evaluate(turn.next());
  }

  /// Many of the flags.
  @Benchmark
  public Object manyFlags(ManyFlags grown, Turn turn) {
    return grown.evaluate(turn.next());
  }

  /// A value of the list.
  @Benchmark
  public Object values(Values grown, Turn turn) {
    return grown.evaluate(turn.next());
  }

  /// A member of the segment.
  @Benchmark
  public Object members(Members grown, Turn turn) {
    return grown.evaluate(turn.next());
  }
}
