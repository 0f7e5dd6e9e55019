package featureflags.bench;

import static featureflags.testkit.FlagBuilder.flag;

import featureflags.engine.CompiledFlag;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Ruleset;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A thousand compiled flags, and the contexts as the engine takes them.
@State(Scope.Benchmark)
public class Ours {
  private final Ruleset ruleset = ruleset();
  private final Context[] contexts = Population.contexts();

  private static Ruleset ruleset() {
    Ruleset.Edit edit = Ruleset.empty().edit();
    for (Scenario scenario : Scenario.values()) {
      edit.put(CompiledFlag.of(scenario.flag()));
    }
    OtherFlags.keys()
        .forEach(key -> edit.put(CompiledFlag.of(flag(key).enabled().rollout(10).build())));
    return edit.build();
  }

  Decision evaluate(String key, int turn) {
    return ruleset.flag(key).orElseThrow().evaluate(contexts[turn], ruleset);
  }
}
