package featureflags.engine;

import java.util.List;

/// A flag made ready to be evaluated often: immutable, safe for any number of threads.
///
/// Evaluation is total: it answers every context, throws nothing, does no I/O and reads neither
/// clock nor chance.
public abstract sealed class CompiledFlag permits ConstantFlag, TargetedFlag {
  private final String key;
  private final Variant off;
  private final List<String> dependsOn;

  CompiledFlag(String key, Variant off, List<String> dependsOn) {
    this.key = key;
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
            decisions.of(flag.offVariant(), new Reason.Disabled()),
            new Step.Disabled());
  }

  /// Stands in for a flag whose definition this engine cannot read: serves `off` to everybody.
  public static CompiledFlag quarantined(String key, Variant off) {
    return new ConstantFlag(
        key, new Decision(off, new Reason.Quarantined()), new Step.Quarantined());
  }

  /// Stands in for this flag while it cannot be evaluated soundly.
  CompiledFlag standIn() {
    return quarantined(key, off);
  }

  /// The flag's key.
  public final String key() {
    return key;
  }

  /// The other flags that an evaluation can ask for, each as often as it can.
  final List<String> dependsOn() {
    return dependsOn;
  }

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
