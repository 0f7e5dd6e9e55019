package featureflags.testkit;

import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.Prerequisite;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import featureflags.engine.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds a flag: `flag("checkout").enabled().rule(when("plan", EQ, "pro")).build()`.
///
/// Unless told otherwise it is a disabled boolean flag with the variants `on` and `off`, without
/// rules, rolled out to nobody: what an API makes of a flag that is nothing but a key.
public final class FlagBuilder {
  private final String key;
  private final List<Variant> variants = new ArrayList<>();
  private final List<RuleBuilder> rules = new ArrayList<>();
  private Optional<String> salt = Optional.empty();
  private ValueType type = ValueType.BOOLEAN;
  private boolean enabled;
  private String offVariant = "off";
  private String defaultVariant = "off";
  private double percent;
  private String bucketBy = Context.TARGETING_KEY;
  private Serve serve = new Serve.One("on");
  private final List<Prerequisite> prerequisites = new ArrayList<>();

  private FlagBuilder(String key) {
    this.key = key;
  }

  /// A flag with this key.
  public static FlagBuilder flag(String key) {
    return new FlagBuilder(key);
  }

  /// Turns the flag on.
  public FlagBuilder enabled() {
    this.enabled = true;
    return this;
  }

  /// Turns the flag off.
  public FlagBuilder disabled() {
    this.enabled = false;
    return this;
  }

  /// Sets the type of the variants' values.
  public FlagBuilder type(ValueType valueType) {
    this.type = valueType;
    return this;
  }

  /// Adds a variant; with the first one, `on` and `off` are no longer there unasked.
  public FlagBuilder variant(String variantKey, Object value) {
    variants.add(new Variant(variantKey, Values.value(value)));
    return this;
  }

  /// Sets what a disabled flag serves.
  public FlagBuilder off(String variantKey) {
    this.offVariant = variantKey;
    return this;
  }

  /// Sets what is served when nothing else is.
  public FlagBuilder otherwise(String variantKey) {
    this.defaultVariant = variantKey;
    return this;
  }

  /// Adds a rule behind the others.
  public FlagBuilder rule(RuleBuilder rule) {
    rules.add(rule);
    return this;
  }

  /// Sets the share that the flag's own rollout admits, 0 to 100.
  public FlagBuilder rollout(double percentage) {
    this.percent = percentage;
    return this;
  }

  /// Sets the attribute that is the subject of the flag's own rollout.
  public FlagBuilder bucketBy(String attribute) {
    this.bucketBy = attribute;
    return this;
  }

  /// Sets the salt of the flag's own rollout.
  public FlagBuilder salt(String text) {
    this.salt = Optional.of(text);
    return this;
  }

  /// Sets what the flag's own rollout serves.
  public FlagBuilder serve(String variantKey) {
    this.serve = new Serve.One(variantKey);
    return this;
  }

  /// Sets how the subjects of the flag's own rollout are split.
  public FlagBuilder split(Weight... weights) {
    this.serve = Serve.Split.of(List.of(weights));
    return this;
  }

  /// Adds a flag that must serve one of these variants.
  public FlagBuilder requires(String flagKey, String... variantKeys) {
    prerequisites.add(new Prerequisite(flagKey, List.of(variantKeys)));
    return this;
  }

  /// The flag.
  ///
  /// @throws IllegalArgumentException when it would be no valid flag
  public Flag build() {
    var built = new ArrayList<Rule>();
    for (RuleBuilder rule : rules) {
      built.add(rule.build(key, built.size() + 1));
    }
    var rollout = new Rollout(Percent.of(percent), bucketBy, salt.orElse(key), serve);
    return new Flag(
        key,
        type,
        enabled,
        variants.isEmpty() ? onAndOff() : variants,
        offVariant,
        defaultVariant,
        prerequisites,
        built,
        rollout);
  }

  private static List<Variant> onAndOff() {
    return List.of(
        new Variant("on", new Value.Bool(true)), new Variant("off", new Value.Bool(false)));
  }
}
