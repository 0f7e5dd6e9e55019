package featureflags.testkit;

import featureflags.engine.Condition;
import featureflags.engine.Context;
import featureflags.engine.Operator;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.Weight;
import java.util.List;
import java.util.Optional;

/// Builds a rule: `when("plan", EQ, "enterprise").serve("on").priority(3)`.
///
/// Unless told otherwise it serves `on` to everybody its test holds for, and takes its id (`r1`,
/// `r2`, …), its priority (1, 2, …) and its salt (the flag's key) from the flag it is added to.
public final class RuleBuilder {
  private final Condition condition;
  private Optional<String> id = Optional.empty();
  private Optional<Integer> priority = Optional.empty();
  private Optional<String> salt = Optional.empty();
  private Serve serve = new Serve.One("on");
  private double percent = 100;
  private String bucketBy = Context.TARGETING_KEY;

  private RuleBuilder(Condition condition) {
    this.condition = condition;
  }

  /// A rule that tests one attribute; see [Values#value] for what the values may be.
  public static RuleBuilder when(String attribute, Operator operator, Object... values) {
    return when(Conditions.test(attribute, operator, values));
  }

  /// A rule with this condition.
  public static RuleBuilder when(Condition condition) {
    return new RuleBuilder(condition);
  }

  /// A rule whose condition holds for every context.
  public static RuleBuilder anyone() {
    return when(Condition.EVERYBODY);
  }

  /// Names the rule.
  public RuleBuilder id(String ruleId) {
    this.id = Optional.of(ruleId);
    return this;
  }

  /// Sets when the rule is tried; lower comes first.
  public RuleBuilder priority(int number) {
    this.priority = Optional.of(number);
    return this;
  }

  /// Sets what the rule serves.
  public RuleBuilder serve(String variantKey) {
    this.serve = new Serve.One(variantKey);
    return this;
  }

  /// Sets how the rule's subjects are split.
  public RuleBuilder split(Weight... weights) {
    this.serve = Serve.Split.of(List.of(weights));
    return this;
  }

  /// Sets the share that the rule admits, 0 to 100.
  public RuleBuilder rollout(double percentage) {
    this.percent = percentage;
    return this;
  }

  /// Sets the attribute that is the subject of the rule's rollout.
  public RuleBuilder bucketBy(String attribute) {
    this.bucketBy = attribute;
    return this;
  }

  /// Sets the salt of the rule's rollout.
  public RuleBuilder salt(String text) {
    this.salt = Optional.of(text);
    return this;
  }

  /// @param position of the rule in its flag, from 1
  Rule build(String flagKey, int position) {
    var rollout = new Rollout(Percent.of(percent), bucketBy, salt.orElse(flagKey), serve);
    return new Rule(id.orElse("r" + position), priority.orElse(position), condition, rollout);
  }
}
