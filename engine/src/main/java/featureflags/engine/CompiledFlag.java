package featureflags.engine;

import java.util.List;

/// A flag made ready to be evaluated often: immutable, safe for any number of threads.
///
/// Evaluation is total: it answers every context, throws nothing, does no I/O and reads neither
/// clock nor chance.
public abstract sealed class CompiledFlag permits ConstantFlag, TargetedFlag {
  private final String key;
  private final ValueType type;
  private final Variant off;
  private final List<String> dependsOn;

  CompiledFlag(String key, ValueType type, Variant off, List<String> dependsOn) {
    this.key = key;
    this.type = type;
    this.off = off;
    this.dependsOn = dependsOn;
  }

  /// Compiles a flag.
  public static CompiledFlag of(Flag flag) {
    var decisions = new Decisions(flag.variants());
    return flag.enabled()
        ? new TargetedFlag(flag, decisions)
        : new ConstantFlag(
            flag.key(),
            flag.type(),
            decisions.of(flag.offVariant(), new Reason.Disabled()),
            new Step.Disabled());
  }

  /// Stands in for a flag whose definition this engine cannot read: serves `off` to everybody.
  public static CompiledFlag quarantined(String key, Variant off) {
    return quarantined(key, ValueType.of(off.value()), off);
  }

  private static CompiledFlag quarantined(String key, ValueType type, Variant off) {
    return new ConstantFlag(
        key, type, new Decision(off, new Reason.Quarantined()), new Step.Quarantined());
  }

  /// Stands in for this flag while it cannot be evaluated soundly.
  CompiledFlag standIn() {
    return quarantined(key, type, off);
  }

  /// The flag's key.
  public final String key() {
    return key;
  }

  /// The type of everything that it serves.
  public final ValueType type() {
    return type;
  }

  /// The other flags that an evaluation can ask for, each as often as it can.
  final List<String> dependsOn() {
    return dependsOn;
  }

  /// Whether it is on and serves the same to everybody, because there is nothing to decide: no
  /// prerequisite, no rule, and a rollout to nobody.
  public abstract boolean isStatic();

  /// Whether the decision for a context without a targeting key would be another's: the first rule
  /// or rollout that could serve it is one that buckets by the targeting key. What other flags
  /// would make of a key does not count.
  ///
  /// @param ruleset the flags and segments that this flag may refer to
  public abstract boolean lacksTargetingKey(Context context, Ruleset ruleset);

  /// The decision for a context.
  ///
  /// @param ruleset the flags and segments that this flag may refer to
  public abstract Decision evaluate(Context context, Ruleset ruleset);

  /// The decision for a context with every step that led to it, taken by the same nodes that
  /// evaluate.
  ///
  /// @param ruleset the flags and segments that this flag may refer to
  public abstract Explanation explain(Context context, Ruleset ruleset);
}
