package featureflags.engine;

/// A flag made ready to be evaluated often: immutable, safe for any number of threads.
///
/// Evaluation is total: it answers every context, throws nothing, does no I/O and reads neither
/// clock nor chance.
public abstract sealed class CompiledFlag permits ConstantFlag, TargetedFlag {
  private final String key;

  CompiledFlag(String key) {
    this.key = key;
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

  /// The flag's key.
  public final String key() {
    return key;
  }

  /// The decision for a context.
  public abstract Decision evaluate(Context context);

  /// The decision for a context with every step that led to it, taken by the same nodes that
  /// evaluate.
  public abstract Explanation explain(Context context);
}
